"""The post office in numbers: what waits, what is in doubt, who cannot be written to. It names nobody."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.deliver.doubts import DOUBLED
from bot.services import Services
from storage import outbox, people

# Longer than many letters need that keep their pace, and in time: a check-in is let go after two hours.
WAITS_TOO_LONG = timedelta(minutes=30)


@dataclass(frozen=True)
class Health:
    """Letters by state, and how long the oldest one that is due has been waiting; people, of whom none is named; and why
    nothing is sent in a workspace any more, if that is so."""

    letters: dict[str, int]
    waiting_for: timedelta | None
    unknown: int = 0
    unreachable: int = 0
    duplicates: int = 0
    stopped: dict[str, str] = field(default_factory=dict)

    @property
    def why_ill(self) -> str:
        """What is wrong with it, in words; empty when nothing is."""
        if self.stopped:
            return (
                f"Slack does not accept the bot's token ({', '.join(sorted(set(self.stopped.values())))}), so nothing is sent"
            )
        late = self.waiting_for is not None and self.waiting_for > WAITS_TOO_LONG
        return "letters are waiting" if late else ""


def health(services: Services) -> Health:
    """Of our workspace, or of all where none is ours."""
    now, here = services.now(), services.workspace or None
    with services.store.read() as session:
        oldest, letters = outbox.oldest_waiting(session, here), outbox.counts(session, here)
        stopped = {row.id: row.stopped for row in people.workspaces(session) if row.stopped and here in (None, row.id)}
        return Health(
            letters=letters,
            waiting_for=max(now - oldest, timedelta()) if oldest else None,
            unknown=letters.get(outbox.UNKNOWN, 0),
            unreachable=people.unreachable(session, here),
            duplicates=outbox.with_reason(session, here, DOUBLED),
            stopped=stopped,
        )
