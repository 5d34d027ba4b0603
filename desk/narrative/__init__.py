"""Texts of cases that leave the office: chosen in the queue, read by two people, printed."""
