"""Telling of a concern, the receipt, and the mailbox it opens."""
