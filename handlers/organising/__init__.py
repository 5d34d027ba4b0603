"""What every question to an organiser shares, and which button leads where."""
