"""What published numbers tell: which may be shown, and what somebody can work out of those that are."""
