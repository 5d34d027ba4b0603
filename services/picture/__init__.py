"""The picture: what the reports say as a whole, in numbers that may leave the desk."""
