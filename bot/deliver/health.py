"""The post office in numbers: what waits, what is in doubt, who cannot be written to. It names nobody."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.deliver.doubts import DOUBLED
from bot.services import Services
from storage import outbox, people, posted

# Longer than many letters need that keep their pace, and in time: a check-in is let go after two hours.
WAITS_TOO_LONG = timedelta(minutes=30)


@dataclass(frozen=True)
class Pulse:
    """Whether letters leave: how long the oldest one due has been waiting, and why Slack refuses the token, by workspace."""

    waiting_for: timedelta | None
    stopped: dict[str, str] = field(default_factory=dict)

    @property
    def why_ill(self) -> str:
        """What is wrong, in words; empty when nothing is."""
        if self.stopped:
            reasons = ", ".join(sorted(set(self.stopped.values())))
            return f"Slack does not accept the bot's token ({reasons}), so nothing is sent"
        late = self.waiting_for is not None and self.waiting_for > WAITS_TOO_LONG
        return "letters are waiting" if late else ""


@dataclass(frozen=True)
class Health(Pulse):
    """With numbers: letters that were not sent by their state, people who cannot be written to, second copies taken back."""

    letters: dict[str, int] = field(default_factory=dict)
    unreachable: int = 0
    duplicates: int = 0


def pulse(services: Services) -> Pulse:
    """Of our workspace, or of all where none is ours. Costs the same however much has been sent."""
    now, here = services.now(), services.workspace or None
    with services.store.read() as session:
        oldest = outbox.oldest_waiting(session, here)
        stopped = {row.id: row.stopped for row in people.workspaces(session) if row.stopped and here in (None, row.id)}
    return Pulse(max(now - oldest, timedelta()) if oldest else None, stopped)


def health(services: Services) -> Health:
    """The same with numbers."""
    now, here = pulse(services), services.workspace or None
    with services.store.read() as session:
        return Health(
            waiting_for=now.waiting_for,
            stopped=now.stopped,
            letters=posted.counts(session, here, outbox.NOT_SENT),
            unreachable=people.unreachable(session, here),
            duplicates=posted.with_reason(session, here, DOUBLED),
        )
