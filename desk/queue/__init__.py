"""All cases open to a member: in order, narrowed down, several at once, and from one to the next."""
