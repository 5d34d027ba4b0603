"""The wire to Telegram."""
