"""How does a file become an Article? One file a format, and a table from suffix to reader in files.py.

Imports nothing: who needs a date or a language (the answers do) should not wait for every format.
"""
