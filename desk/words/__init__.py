"""What pages call things: labels, refusals, states, the entries of the audit chain."""
