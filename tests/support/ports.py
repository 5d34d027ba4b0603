"""Ports for programs that are told which to take."""

import random
import socket

BELOW_EPHEMERAL = (10_000, 32_000)
"""Where the system takes no port of its own accord: what was free stays free until the program has started."""


def free_port() -> int:
    """A port on loopback that nobody has and that nobody gets by asking for just any."""
    while True:
        port = random.SystemRandom().randrange(*BELOW_EPHEMERAL)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
