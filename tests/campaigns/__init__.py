"""Campaigns: the real bot before a pretend Telegram, people who walk, and a world that goes wrong, from a seed.

`switches` and `life` are inside of the process that is to die, everything else is outside. What people did and saw is
`history`, what lies in the database `house`; `promises/` has a file for each promise, `troubles/` one for each thing
that goes wrong.
"""
