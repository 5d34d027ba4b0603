"""What maintainers do with a finished version: put it up for others to check, and look whether it carries known faults.

`python -m release build` makes what is published; `python -m release advisories FILE` compares what is pinned with the
OSV database, from a file, since a look-up over the network would tell others what an office runs.
"""
