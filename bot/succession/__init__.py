"""One process follows another at the same work, so that what people said is in no memory for long."""
