"""A request that is not served, as the Bot API says it: a code and a description."""

from typing import Any

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Refusal(Exception):
    """Why a request is not served. `code` is also the HTTP status; `retry_after_s` is 0 where waiting does not help."""

    def __init__(self, code: int, description: str, *, retry_after_s: int = 0) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after_s = retry_after_s

    def body(self) -> dict[str, Any]:
        """The response's JSON object."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after_s:
            body["parameters"] = {"retry_after": self.retry_after_s}
        return body


def bad_request(reason: str) -> Refusal:
    """A refusal of what was sent."""
    return Refusal(400, f"Bad Request: {reason}")
