"""App Home: published when somebody opens it, and anew after what they do there."""

import structlog
from slack_sdk.errors import SlackClientError

from bot import manage
from bot.domain.language import speaking
from bot.services import Services
from bot.slack.incoming import Incoming
from bot.slack.views import about

log = structlog.get_logger()


def opened(services: Services, it: Incoming) -> None:
    if it.event.get("tab") == "home":
        publish(services, it)


def publish(services: Services, it: Incoming) -> None:
    with speaking(manage.language_of(services, it.actor)):  # which they may just have changed
        stands, admin = manage.standing(services, it.actor), manage.seems_admin(services, it.actor)
        it.client.views_publish(user_id=it.actor.user, view=about.home(stands, admin=admin))


def again(services: Services, it: Incoming, *, wanted: bool) -> None:
    """What was done is stored by now, so a page that stays as it was is no reason to say that it was not."""
    try:
        if wanted:
            publish(services, it)
    except (SlackClientError, OSError) as error:
        log.warning("home page stays as it was", error=type(error).__name__)
