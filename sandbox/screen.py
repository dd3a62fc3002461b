"""What is on a person's screen: their conversations as they read, the form in front of them, their home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.records import CannotDo, Channel, Member, Message
from sandbox.views import View
from sandbox.workspace import dm_id

if TYPE_CHECKING:
    from sandbox.roster import Roster


class Screen:
    """The workspace as one person sees it; nothing here changes anything."""

    def __init__(self, slack: Roster, member_id: str) -> None:
        self._slack, self._space, self.id = slack, slack.space, member_id

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @property
    def member(self) -> Member:
        return self._space.members[self.id]

    @property
    def name(self) -> str:
        return self.member.name

    @property
    def tz(self) -> str:
        return self.member.tz

    def messages(self, where: Channel | None = None) -> list[Message]:
        """All she sees in her direct message with the bot, or in that channel, oldest first."""
        with self._space.lock:
            channel = where or self._space.channels.get(dm_id(self.id))
            return self._space.visible(self.id, channel) if channel else []

    def last(self, where: Channel | None = None) -> Message:
        """The newest message of the bot that she sees there, replies and ephemerals included."""
        mine = [m for m in self.messages(where) if m.user == self._space.bot.id]
        if not mine:
            raise CannotDo(f"{self.name} sees no message of the bot")
        return mine[-1]

    def sees(self, where: Channel | None = None) -> str:
        """The conversation as it reads: threads indented under their root, "(only you)" on ephemerals."""
        messages = self.messages(where)
        roots = {m.ts for m in messages if not m.thread_ts}
        lines: list[str] = []
        for message in messages:
            if message.thread_ts in roots:
                continue
            lines.append(self._line(message))
            lines += [_indented(self._line(m)) for m in messages if m.thread_ts == message.ts]
        return "\n".join(lines)

    def _line(self, message: Message) -> str:
        private = " (only you)" if message.ephemeral_to else ""
        chosen = self._space.chosen.get((self.id, message.channel, message.ts))
        return f"{self._space.name_of(message.user)}{private}: {message.shown_with(chosen)}"

    @property
    def form(self) -> View | None:
        """The form in front of her."""
        return self._space.views.top(self.id)

    @property
    def home(self) -> View | None:
        """Her home page with the app."""
        return self._space.views.homes.get(self.id)

    @property
    def gestures(self) -> int:
        """How many clicks she has made so far. Take the difference of two moments to say what something cost her.

        Opening home, a button, a tick, submitting and closing are one each. Choosing from a menu is two, to open it and to
        choose; of several from one menu each further one is one more. Being asked whether she is sure is one more. Typing is
        none.
        """
        return self._space.gestures[self.id]

    def _everything(self) -> list[Message]:
        with self._space.lock:
            return [m for channel in self._space.channels.values() for m in self._space.visible(self.id, channel)]


def _indented(text: str) -> str:
    return "\n".join("    " + line for line in text.splitlines())
