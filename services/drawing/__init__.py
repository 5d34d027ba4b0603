"""Letters as they are drawn, for posters and for pages that are passed on."""
