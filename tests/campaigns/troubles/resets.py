"""Connections break: before Telegram has the request, or after it has done as asked."""

from sandbox import FaultRule
from tests.campaigns.world import World


async def strike(world: World) -> None:
    chance = world.chance
    for _ in range(chance.randint(1, 4)):
        kind = chance.choice(("refused", "lost_answer"))
        method = chance.choice(("sendMessage", "sendMessage", "getUpdates", "deleteMessages"))
        world.sandbox.faults.add(FaultRule(kind, methods=(method,), times=chance.randint(1, 3)))
    await world.rest(0.2, 1.0)
