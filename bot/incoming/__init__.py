"""Updates in: asked for, put in order, answered, and only then confirmed."""
