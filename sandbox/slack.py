"""A Slack small enough to carry: one workspace, its people, and one installed app, on a port of this machine.

The app talks to it as to Slack (Web API, Socket Mode or signed HTTP); people act on it in plain verbs. A verb returns
when the app has acked and everything in `after_delivery` has run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from types import TracebackType
from typing import Self

from sandbox import payloads
from sandbox.delivery import Courier
from sandbox.faults import Faults
from sandbox.held import Held
from sandbox.ledger import Ledger
from sandbox.manifest import Manifest
from sandbox.page import Page
from sandbox.records import Call, Delivery, Json, Refused, ResponsePost
from sandbox.roster import Roster
from sandbox.server import Server
from sandbox.socket_mode import Sockets
from sandbox.web_api import WebApi
from sandbox.workspace import Workspace

MOST_RETRIES = 3


class Slack(Roster):
    """The sandbox. Use as a context manager, or `start` and `stop` it."""

    def __init__(
        self,
        manifest: Json,
        now: Callable[[], datetime],
        team: str = "T0CANDOR",
        name: str = "Candor Test",
        *,
        optional_scopes: bool = True,
        deduplicates: bool = True,
    ) -> None:
        self.space = Workspace(Manifest.read(manifest, optional_scopes), now, team, name)
        self.space.deduplicates = deduplicates
        self.faults, self.page = Faults(), Page(self)
        self._held: list[Held] = []
        self.after_delivery: list[Callable[[], object]] = []
        self.bot_token, self.app_token = f"xoxb-{team}-sandbox", f"xapp-{team}-sandbox"
        self.signing_secret = f"signing-{team}"
        self.team_id, self.bot_user_id = team, self.space.bot.id
        self._sockets = Sockets(self.space.app_id)
        self._courier = Courier(self.space, self._sockets, self.signing_secret)
        api = WebApi(self.space, self.bot_token, self.app_token)
        self.server = Server(self.space, api, self.faults, self._sockets, self.page)

    # running
    def start(self, port: int = 0) -> None:
        """Listens on 127.0.0.1; port 0 takes a free one."""
        self.space.url = self.server.start(port)

    def stop(self) -> None:
        """Closes every socket and the server. The app should have let go before (`letting_go`)."""
        self.server.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return self.space.url

    @property
    def api_url(self) -> str:
        """For `WebClient(base_url=…)`."""
        return f"{self.space.url}/api/"

    @property
    def events_url(self) -> str:
        """Where signed HTTP goes while no socket is connected."""
        return self._courier.events_url

    @events_url.setter
    def events_url(self, url: str) -> None:
        self._courier.events_url = url

    @property
    def ack_timeout(self) -> float:
        """Real seconds to wait for the app; 10 unless set."""
        return self._courier.timeout

    @ack_timeout.setter
    def ack_timeout(self, seconds: float) -> None:
        self._courier.timeout = seconds

    def wait_connected(self, timeout: float = 10) -> None:
        """Returns as soon as a socket of the app is connected; TimeoutError if none comes."""
        self._sockets.wait_connected(timeout)

    def forgets_blocks(self, *types: str) -> None:
        """From now on this Slack knows no such blocks and refuses them in messages, as an older one does."""
        self.space.unknown_blocks = frozenset(types)

    def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Sends `disconnect` to every socket; `wait_connected` waits for the next one."""
        self._sockets.ask_to_reconnect(reason)

    def goes_half_open(self) -> None:
        """Every socket stays open, but no frame, ping or pong comes any more; Slack still counts it, and sends there."""
        self._sockets.half_open()

    @property
    def most_sockets(self) -> int:
        """How many sockets the app may have, 10 unless set; one more is told `too_many_websockets`."""
        return self._sockets.most

    @most_sockets.setter
    def most_sockets(self, number: int) -> None:
        self._sockets.most = number

    @property
    def sockets(self) -> int:
        """How many sockets Slack believes the app to have."""
        return self._sockets.count

    @property
    def disconnects(self) -> list[str]:
        """The reasons sockets were told to go, in order."""
        return self._sockets.disconnects

    def letting_go(self) -> AbstractContextManager[None]:
        """`with slack.letting_go(): handler.close()` closes an app's socket in milliseconds instead of seconds."""
        return self._sockets.letting_go()

    # bringing things to the app
    def tell(self, name: str, body: Json, foreign: bool = False) -> None:
        """Delivers an event, if the manifest subscribes to it."""
        if name not in self.space.manifest.events:
            return
        payload = payloads.event(body, self.space, foreign)
        if self._held:
            self._held[-1].events.append(payload)
        else:
            self.bring("events_api", payload)

    @contextmanager
    def holding(self) -> Iterator[Held]:
        """While entered no event is brought to the app; what is held can be released reordered, repeated, all at once."""
        self._held.append(Held(self._courier.deliver))
        try:
            yield self._held[-1]
        finally:
            self._held.pop()

    def retries(self) -> list[Delivery]:
        """Brings every event that was never acknowledged once more, as Slack does, three times at most."""
        waiting: dict[str, Delivery] = {}
        for one in (one for one in self.deliveries if one.kind == "events_api"):
            waiting[one.payload["event_id"]] = one
            if one.ok or one.retry >= MOST_RETRIES:
                del waiting[one.payload["event_id"]]
        return [self.redeliver(one) for one in waiting.values()]

    def bring(self, kind: str, payload: Json, then: Callable[[Delivery], None] | None = None) -> None:
        """Delivers, does what the ack says (`then`), runs `after_delivery`."""
        delivery = self._courier.deliver(kind, payload)
        if then:
            with self.space.lock:
                then(delivery)
                self.space.pulse.beat()
        self._settle()

    def redeliver(self, delivery: Delivery) -> Delivery:
        """Sends the same thing once more, as Slack's retry; the ack is only noted."""
        again = self._courier.deliver(delivery.kind, delivery.payload, delivery.retry + 1)
        self._settle()
        return again

    def forge(self, kind: str, payload: Json, signature: str | None = "good", timestamp_offset: int = 0) -> int:
        """Posts to `events_url` what Slack would not: signature "bad" or None, or another time. Returns the status."""
        return self._courier.forge(kind, payload, signature, timestamp_offset)

    def _settle(self) -> None:
        for each in self.after_delivery:
            each()

    # the books
    @property
    def calls(self) -> list[Call]:
        """Every Web API call, in order."""
        return self.space.calls

    @property
    def too_early(self) -> list[Call]:
        """The calls that were made before the Retry-After of an earlier one was over."""
        return self.space.too_early

    def ledger(self, field: str = "k") -> Ledger:
        """What each person really saw; `field` is where the app's messages carry their key."""
        return Ledger(self.space, field)

    @property
    def refusals(self) -> list[Refused]:
        """Everything the app did that Slack does not accept."""
        return self.space.refusals

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything brought to the app, in order."""
        return self.space.deliveries

    @property
    def responses(self) -> list[ResponsePost]:
        """Everything posted to a response_url."""
        return self.space.responses
