"""The processes of a desk: one at the door that reads no page, and one for each session, which ends with the lock."""
