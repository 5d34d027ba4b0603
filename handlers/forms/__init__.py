"""Any form, asked in a chat."""
