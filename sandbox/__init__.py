"""A pretend Telegram for trying, training and tests. Imports nothing of the product."""
