"""What every conversation stands on: a turn, its routes and states, keyboards, refusals, sweeping."""
