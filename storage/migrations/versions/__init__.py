"""One file per revision, in order. A revision spells out its own tables: it must not change when the models do."""
