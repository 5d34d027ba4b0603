"""The bot with the derivation of receipts made cheap, to see what everything else costs. Never for use.

python tests/bench/bots/amana_cheap_receipts.py run
"""

from nacl import pwhash

from services.keys import sealing

sealing.RECEIPT_COST = sealing.Cost(pwhash.argon2id.OPSLIMIT_MIN, pwhash.argon2id.MEMLIMIT_MIN)

from bot.cli import main  # noqa: E402  after the change

main()
