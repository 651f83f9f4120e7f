"""What the buttons of lists carry."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.listing import PREFIX, Kind, Listing, Malformed, pack, unpack
from retrieval.catalogue import Bookmark

KEYS = st.integers(0, (1 << 48) - 1)
BOOKMARKS = st.builds(Bookmark, st.none() | st.dates(), KEYS)
LISTINGS = st.builds(Listing, st.sampled_from(Kind), KEYS, st.none() | BOOKMARKS, st.integers(0, (1 << 16) - 1))


@given(LISTINGS)
def test_a_page_is_read_as_it_was_packed_in_64_bytes(listing: Listing) -> None:
    data = pack(listing)
    assert len(data.encode()) <= 64
    assert unpack(data) == listing


@given(st.text(max_size=80))
def test_what_was_never_packed_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        unpack(PREFIX + text)


def test_a_changed_button_is_refused() -> None:
    data = pack(Listing(Kind.NEWEST, after=Bookmark(datetime.date(2022, 10, 31), 5)))
    for changed in (data[:-1], data + "A", data[:6] + "AAAA" + data[10:], data.replace(PREFIX, "")):
        with pytest.raises(Malformed):
            unpack(changed)
