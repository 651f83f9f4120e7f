"""Who may ask: everybody, those on the operator's list, or those who came by the invitation's link as well."""

import hmac
from dataclasses import dataclass, field
from typing import Literal

from bot.state import BotState

Mode = Literal["open", "list", "invite"]


@dataclass(frozen=True)
class AccessRules:
    """The operator's choice."""

    mode: Mode = "open"
    allowed: frozenset[int] = frozenset()  # people's and groups' numbers
    invite_code: str = field(default="", repr=False)  # what stands after ?start= in the link; "" invites nobody


class Access:
    """Applies the rules. Thread-safe, as the state is."""

    def __init__(self, rules: AccessRules, state: BotState) -> None:
        self._rules = rules
        self._state = state

    @property
    def by_invitation(self) -> bool:
        """Whether an invitation opens the door."""
        return self._rules.mode == "invite"

    def allows(self, person: int, chat: int) -> bool:
        """Whether somebody may ask in a chat; a group may be on the list by a number that it had before."""
        rules = self._rules
        if rules.mode == "open" or person in rules.allowed or chat in rules.allowed:
            return True
        if self.by_invitation and self._state.admitted(person):
            return True
        return bool(rules.allowed & self._state.earlier(chat))

    def redeem(self, person: int, code: str) -> bool:
        """Let somebody in who brings the invitation's code; whether it is the right one."""
        rules = self._rules
        if not (self.by_invitation and rules.invite_code):
            return False
        right = hmac.compare_digest(code.encode(), rules.invite_code.encode())
        if right:
            self._state.admit(person)
        return right
