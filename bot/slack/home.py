"""App Home: published when somebody opens it."""

from bot import manage
from bot.services import Services
from bot.slack.incoming import Incoming
from bot.slack.views import about


def opened(services: Services, it: Incoming) -> None:
    if it.event.get("tab") == "home":
        standing = manage.standing(services, it.actor)
        it.client.views_publish(user_id=it.actor.user, view=about.home(standing.open_checkins, standing.teams))
