"""The settings and the bot's own words, with their defaults."""
