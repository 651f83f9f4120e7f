"""Files compressed by gzip. Knows no format of what is in them."""

import zlib

_GZIP = 31
"""zlib's window bits for a gzip header and the largest window."""


def expand(data: bytes, *, max_bytes: int) -> bytes:
    """What was compressed; a file may hold several parts, one after the other, as gzip allows.

    Never takes in more than the limit. Raises ValueError when it would be larger, and for what is damaged or no gzip.
    """
    found = bytearray()
    while data:
        part = zlib.decompressobj(_GZIP)
        try:
            found += part.decompress(data, max_bytes + 1 - len(found))
        except zlib.error:
            raise ValueError("damaged, or not compressed by gzip") from None
        if len(found) > max_bytes:
            raise ValueError(f"expands to more than {max_bytes:,} bytes; split it, or raise reading.max_file_mb")
        if not part.eof:
            raise ValueError("damaged: the compressed file ends too early")
        data = part.unused_data.lstrip(b"\0")  # padding, as tapes leave it
    return bytes(found)
