import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.reading.decoding import decode

RUSSIAN = "Президент России проведёт переговоры с лидерами Армении и Азербайджана в Сочи. " * 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251", "koi8-r"])
def test_the_encoding_is_found(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding)) == RUSSIAN


def test_western_text_in_one_byte_a_character_is_read() -> None:
    text = "Der Bürgermeister eröffnete die Straße für Fußgänger; die Kosten trägt das Land Österreich. " * 3
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00\x08\x00", b"abc\x00def", codecs.BOM_UTF8 + b"a\x00b"])
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="binary"):
        decode(data)


def test_a_mark_that_the_bytes_belie_is_refused() -> None:
    with pytest.raises(ValueError, match="utf-8-sig"):
        decode(codecs.BOM_UTF8 + b"\xff\xfe\xfa")


def test_every_end_of_line_becomes_one_kind() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"


@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_or_a_reason_on_one_line(data: bytes) -> None:
    try:
        assert "\0" not in decode(data)
    except UnicodeError:
        raise
    except ValueError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017 - half of the property
