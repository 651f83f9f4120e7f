"""A Bot API server on 127.0.0.1 and a page to chat in: the real bot without a token."""
