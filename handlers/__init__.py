"""What is said and done in Telegram. One file for each thing a person does; `services` decides, `locales` words it."""
