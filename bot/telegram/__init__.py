"""The bot on Telegram: the only folder that imports telegram."""
