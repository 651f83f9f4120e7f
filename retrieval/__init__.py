"""Which words in these articles answer this question? Knows no Telegram and no settings file, and prints nothing."""
