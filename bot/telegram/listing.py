"""What a button of a list carries: which list, and after which article its page begins.

As in callback.py, all of it stands in the button, so that a list goes on after a restart and a reindex. Layout before
base64url: kind (1 byte), the outlet's key (6), a day's ordinal, 0 for none (3), an article's key (6), a page (2).
"""

import base64
import binascii
import datetime
import struct
from dataclasses import dataclass
from enum import IntEnum

from retrieval.catalogue import Bookmark

PREFIX = "list:"
_LAYOUT = struct.Struct(">B6s3s6sH")
_MOST_PAGES = 1 << 16


class Malformed(ValueError):
    """Not something that `pack` made."""


class Kind(IntEnum):
    """Which list."""

    NEWEST = 1  # of all outlets
    OF_OUTLET = 2
    OUTLETS = 3


@dataclass(frozen=True)
class Listing:
    """A page of a list."""

    kind: Kind
    outlet: int = 0  # the outlet's key
    after: Bookmark | None = None  # the last article of the page before; None for the first page
    page: int = 0  # of the outlets


def pack(listing: Listing) -> str:
    """The page as callback data: at most 64 characters of ASCII."""
    after = listing.after
    day = after.published.toordinal() if after is not None and after.published is not None else 0
    raw = _LAYOUT.pack(
        listing.kind | (0x10 if after is not None else 0),
        listing.outlet.to_bytes(6, "big"),
        day.to_bytes(3, "big"),
        (after.key if after is not None else 0).to_bytes(6, "big"),
        listing.page % _MOST_PAGES,
    )
    return PREFIX + base64.urlsafe_b64encode(raw).decode("ascii")


def unpack(data: str) -> Listing:
    """The page that was packed. Raises Malformed for anything else; a client can send what it likes."""
    try:
        raw = base64.b64decode(data.removeprefix(PREFIX), altchars=b"-_", validate=True)
        kind, outlet, day, key, page = _LAYOUT.unpack(raw)
        ordinal = int.from_bytes(day, "big")
        published = datetime.date.fromordinal(ordinal) if ordinal else None
        after = Bookmark(published, int.from_bytes(key, "big")) if kind & 0x10 else None
        listing = Listing(Kind(kind & 0x0F), int.from_bytes(outlet, "big"), after, page)
    except (binascii.Error, struct.error, ValueError, OverflowError) as error:
        raise Malformed(str(error)) from None
    if pack(listing) != data:
        raise Malformed("numbers that were never packed")
    return listing
