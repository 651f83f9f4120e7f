"""What operators are told and can do, wherever they ask: at the shell or in a chat. Knows nothing of Telegram."""
