"""Telegram's servers fail (502), at anything or at polls alone; or say 500 to messages."""

from sandbox import FaultRule
from tests.campaigns.world import World


async def strike(world: World) -> None:
    chance = world.chance
    rules = (
        FaultRule("down", times=chance.randint(1, 8)),
        FaultRule("down", methods=("getUpdates",), times=chance.randint(1, 3)),
        FaultRule("error", methods=("sendMessage",), times=chance.randint(1, 4), code=500, description="Internal"),
    )
    world.sandbox.faults.add(chance.choice(rules))
    await world.rest(0.2, 1.0)
