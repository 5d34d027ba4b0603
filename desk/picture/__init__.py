"""The picture at the desk: what the opened reports come to, and what of it may be passed on."""
