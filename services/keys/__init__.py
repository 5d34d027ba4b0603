"""Keys, who holds them, and whom to trust; what is sealed with them."""
