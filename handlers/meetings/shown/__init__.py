"""What people see of a meeting: its words, its buttons, the lists it stands in."""
