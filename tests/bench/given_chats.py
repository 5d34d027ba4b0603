"""How soon somebody with the database and the runtime key has tried every chat there may be.

python -m tests.bench.given_chats [--tries 2000000]

One core, one purpose (`RuntimeKey.tag`), as fast as Python calls the C library; nothing of ours is slower than it. And
how long it would take where each chat first went through a slow derivation (scrypt, 2 MiB), which we have not.
"""

import argparse
import hashlib
import hmac
import time

from services.keys.sealing import RuntimeKey, derive, statement

CHATS = 10_000_000_000
PURPOSE = "trace"
SLOW_TRIES = 200


def main(tries: int) -> None:
    """Print how many a second, and how long that takes for all."""
    runtime = RuntimeKey.generate()
    key = derive(runtime.secret, "amana runtime tags")
    first = 10 ** (len(str(CHATS)) - 2)
    head = statement(PURPOSE, str(first).encode())[: -len(str(first))]
    assert hmac.digest(key, head + str(first).encode(), "sha256") == runtime.tag(PURPOSE, first)
    began = time.process_time()
    for chat in range(first, first + tries):
        hmac.digest(key, head + b"%d" % chat, "sha256")
    _tell(tries / (time.process_time() - began))
    began = time.process_time()
    for chat in range(first, first + SLOW_TRIES):
        hashlib.scrypt(b"%d" % chat, salt=key, n=2**11, r=8, p=1, dklen=16)
    _tell(SLOW_TRIES / (time.process_time() - began))


def _tell(rate: float) -> None:
    print(f"{rate:,.0f} tries a second and core: {CHATS / rate / 3600:.1f} core-hours for {CHATS:,} chats")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=2_000_000)
    main(parser.parse_args().tries)
