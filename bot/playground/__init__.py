"""A Bot API server on 127.0.0.1 and a page to chat in: the real bot without a token.

What travels is described in bot_api.py and checked in parameters.py and formatting.py; methods.py serves the bot and
page.py the person, both over the chats, updates and events in memory; server.py puts it on the network.
"""
