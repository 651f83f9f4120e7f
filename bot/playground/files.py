"""Files that the person has sent, in memory, as Telegram gives them out: by an id, and for a while by a path."""

import mimetypes
import secrets
from collections import OrderedDict

from bot.playground.chats import Record
from bot.playground.refusal import Refusal, bad_request

MOST_BYTES = 64 << 20
"""Of all files; the oldest are forgotten."""
MOST_GIVEN_BYTES = 20 << 20
"""Of a file that a bot may have."""


class Files:
    """Files by their ids. Belongs to one event loop."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, bytes] = OrderedDict()

    def add(self, name: str, data: bytes) -> Record:
        """Keep a file; the document that it is in a message."""
        id_ = secrets.token_urlsafe(24)
        self._files[id_] = data
        while len(self._files) > 1 and sum(map(len, self._files.values())) > MOST_BYTES:
            self._files.popitem(last=False)
        document = {"file_id": id_, "file_unique_id": id_[:12], "file_name": name, "file_size": len(data)}
        kind = mimetypes.guess_type(name)[0]
        return document | ({"mime_type": kind} if kind else {})

    def described(self, id_: str) -> Record:
        """The file with this id, and the path where it is given out. Raises Refusal."""
        data = self._files.get(id_)
        if data is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if len(data) > MOST_GIVEN_BYTES:
            raise bad_request("file is too big")
        return {"file_id": id_, "file_unique_id": id_[:12], "file_size": len(data), "file_path": f"documents/{id_}"}

    def given_out(self, path: str) -> bytes:
        """The bytes at a path. Raises Refusal."""
        data = self._files.get(path.removeprefix("documents/"))
        if data is None:
            raise Refusal(404, "Not Found")
        return data
