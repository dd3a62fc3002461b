"""What others see: the last digest of each of somebody's teams, word for word, and how their own answers entered it."""

from dataclasses import dataclass

from bot.domain.language import weekday
from bot.limits import k_of
from bot.manage.behalf import known
from bot.services import Actor, Services
from storage import answers, people, releases


@dataclass(frozen=True)
class Seen:
    """One team's last digest as it was released, none before the first; `among`: some answers in it are their own."""

    team: str
    k: int
    text: str = ""
    among: bool = False
    day: str = ""  # of the week on which digests go out


def others_see(services: Services, actor: Actor) -> tuple[Seen, ...]:
    """Whoever reads this has had before them what happens with their answers."""
    with services.store.begin() as session:
        person = known(session, actor)
        person.informed_at = person.informed_at or services.now()
        found = []
        for team in people.teams_of(session, person.id):
            last, day = releases.latest(session, team.id), weekday(team.digest_day)
            among = bool(last and answers.any_of(session, person.id, team.id, last.since, last.until, last.released_at))
            found.append(Seen(team.name, k_of(session, team), last.text if last else "", among, day))
        return tuple(found)
