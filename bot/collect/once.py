"""Gestures that Slack never repeats and that do not belong to a check-in: taken before they are acted on, and only once.

Should the process die in between, nothing is done, and whoever made the gesture sees that and makes it again. The other way
round a request that arrives twice, late or in another order would undo what was wished for since.
"""

from bot.deliver import reachable
from bot.services import Actor, Services
from storage import checkins, people


def once(services: Services, actor: Actor, key: str) -> bool:
    """Take the key of a gesture; False when it was taken before. Who made it is evidently there."""
    with services.store.begin() as session:
        person = people.find(session, actor.workspace, actor.user)
        if person:
            reachable(session, person)
        return checkins.first_time(session, actor.workspace, key, services.now())
