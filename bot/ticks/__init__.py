"""What is looked after again and again while the bot runs."""
