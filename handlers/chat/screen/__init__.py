"""What stands on a phone: buttons, long texts in pieces, and which keyboard was shown last. Knows no turn."""
