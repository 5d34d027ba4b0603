"""Passing something of a case on: what goes to whom, the person's yes, the sheet, and what came of it."""
