"""What happens with somebody's answers: the numbers that differ from one place to the next, for the page that explains it."""

from dataclasses import dataclass

from bot.keep.retention import KEYS_DAYS
from bot.limits import floor_of, k_of, keeping_of
from bot.services import Actor, Services
from storage import people


@dataclass(frozen=True)
class Explained:
    """The smallest group anything is shown of, and for how long what is kept, as an admin or the operator has set it."""

    k: int
    words_days: int
    rows_months: int
    keys_days: int = KEYS_DAYS


def explained(services: Services, actor: Actor) -> Explained:
    """Whoever reads this has had before them what happens with their answers."""
    with services.store.begin() as session:
        keeping, k = keeping_of(session, actor.workspace, services.keeping), floor_of(session, actor.workspace)
        person = people.find(session, actor.workspace, actor.user)
        if person:
            person.informed_at = person.informed_at or services.now()
            k = min((k_of(session, team) for team in people.teams_of(session, person.id)), default=k)
        return Explained(k, keeping.words_days, keeping.rows_months)
