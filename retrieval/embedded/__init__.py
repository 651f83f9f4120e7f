"""The library on one machine: a SQLite database, which is the truth, and two indexes that follow it."""
