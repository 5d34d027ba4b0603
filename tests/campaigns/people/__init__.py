"""People who walk real flows, whatever happens to the bot: each looks at the phone and does the obvious next thing."""
