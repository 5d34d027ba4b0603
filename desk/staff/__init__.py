"""What members and stewards do about themselves and each other."""
