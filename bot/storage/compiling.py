"""Write SQLite's scripts anew: python -m bot.storage.compiling. A test holds them to the revisions."""

import itertools

from bot.storage.revisions import for_sqlite, names
from bot.storage.scripts import FOLDER


def compiled() -> dict[str, str]:
    """Each script by its file's name."""
    pairs = itertools.pairwise(["base", *names()])
    return {f"{revision}.sql": for_sqlite(revision, after=before) for before, revision in pairs}


def main() -> None:
    """Write them, and take away what no revision makes any more."""
    scripts = compiled()
    FOLDER.mkdir(exist_ok=True)
    for script in FOLDER.glob("*.sql"):
        if script.name not in scripts:
            script.unlink()
    for name, text in scripts.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
