"""Choosing a day, a time, a repetition, a number: by a button, or typed as people type them."""
