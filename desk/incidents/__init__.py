"""Reports that may be about one thing: side by side, as one incident, answered together, and apart again."""
