"""Finding help: needs, areas, lists, cards, and telling that something is not true."""
