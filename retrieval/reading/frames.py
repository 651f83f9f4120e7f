"""What goes between the sandbox and its process: requests with a document's bytes, replies with drafts, as frames.

A frame is its length in eight bytes, then its bytes. A reply is JSON, never a pickle: nothing that comes from the
process that parses hostile files is executed.
"""

import datetime
import json
from dataclasses import asdict, dataclass
from typing import IO, Any

from retrieval.reading.draft import Draft, Drafts

OUT_OF_MEMORY = 3
"""The exit code of a process that asked for more memory than it may have."""
_LENGTH = 8


@dataclass(frozen=True)
class Request:
    """A document to parse."""

    suffix: str
    data: bytes


def write_frame(target: IO[bytes], *parts: bytes) -> None:
    """Write each part as a frame, and flush. Raises OSError when nobody reads any more."""
    for part in parts:
        target.write(len(part).to_bytes(_LENGTH, "big"))
        target.write(part)
    target.flush()


def read_frame(source: IO[bytes], *, most: int | None = None) -> bytes | None:
    """The next frame, None where the stream ends first. Raises ValueError for one larger than `most`."""
    head = source.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    length = int.from_bytes(head, "big")
    if most is not None and length > most:
        raise ValueError(f"more than {most:,} bytes of text")
    data = source.read(length)
    return data if len(data) == length else None


def write_request(target: IO[bytes], request: Request) -> None:
    """Write a request. Raises OSError when nobody reads any more."""
    write_frame(target, request.suffix.encode(), request.data)


def read_request(source: IO[bytes]) -> Request | None:
    """The next request, None at the stream's end."""
    suffix = read_frame(source)
    data = read_frame(source) if suffix is not None else None
    return Request(suffix.decode(), data) if suffix is not None and data is not None else None


def encode_reply(result: Drafts | str) -> bytes:
    """Drafts, or the reason why there are none, as bytes. Half characters become question marks."""
    record: dict[str, Any] = {"reason": result} if isinstance(result, str) else asdict(result)
    text = json.dumps(record, ensure_ascii=False, default=datetime.date.isoformat)
    return text.encode("utf-8", "replace")


def decode_reply(data: bytes) -> Drafts:
    """The drafts of a reply. Raises ValueError with the reason where there are none."""
    record = json.loads(data)
    if "reason" in record:
        raise ValueError(record["reason"])
    return Drafts(tuple(_draft(fields) for fields in record["articles"]), tuple(record["problems"]))


def _draft(fields: dict[str, Any]) -> Draft:
    published = datetime.date.fromisoformat(fields["published"]) if fields["published"] else None
    return Draft(
        **{
            **fields,
            "published": published,
            "paragraphs": tuple(fields["paragraphs"]),
            "pages": tuple(fields["pages"]),
        }
    )
