"""What a host's robots.txt allows (RFC 9309). Knows no network."""

from protego import Protego

ROBOTS_LIMIT_BYTES = 500_000
"""As much as RFC 9309 asks a reader to take in."""


class Rules:
    """The rules of one robots.txt; an empty one allows everything."""

    def __init__(self, text: str) -> None:
        self._rules = Protego.parse(text)

    def allow(self, link: str, product: str) -> bool:
        """Whether the program of that name may fetch the link."""
        return bool(self._rules.can_fetch(link, product))

    def delay_s(self, product: str) -> float:
        """The pause that the host asks for between two requests."""
        return float(self._rules.crawl_delay(product) or 0.0)


def parse_rules(body: bytes) -> Rules:
    """The rules in a robots.txt's bytes. What is no rule is skipped, as the standard asks."""
    return Rules(body.decode("utf-8-sig", "replace"))
