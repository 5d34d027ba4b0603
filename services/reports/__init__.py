"""Reports, from the resident's send to the desk's case, the answer, and the mailbox where it is read."""
