"""How soon somebody with the database and the runtime key has tried every chat there may be.

python -m tests.bench.given_chats [--tries 2000000]

One core, one purpose (`RuntimeKey.tag`), as fast as Python calls the C library; nothing of ours is slower than it.
"""

import argparse
import hmac
import time

from services.keys.sealing import RuntimeKey, derive, statement

CHATS = 10_000_000_000
PURPOSE = "trace"


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
    rate = tries / (time.process_time() - began)
    print(f"{rate:,.0f} tries a second and core: {CHATS / rate / 3600:.1f} core-hours for {CHATS:,} chats")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=2_000_000)
    main(parser.parse_args().tries)
