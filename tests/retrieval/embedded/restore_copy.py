"""Restores a copy of a library into a folder, for a test that kills it. Run as: restore_copy.py COPY FOLDER."""

import sys
from pathlib import Path

from retrieval.embedded.copying import restore_library

if __name__ == "__main__":
    sys.stdout.write("restoring\n")
    sys.stdout.flush()
    restore_library(Path(sys.argv[1]), Path(sys.argv[2]))
