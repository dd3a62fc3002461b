"""The page's doors, without a browser: who may come in, what they are told, and that nothing costs anything before."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient

from sandbox import Control, Person, Slack
from sandbox.page.doors import STATIC
from sandbox.pulse import Pulse
from tests.sandbox.conftest import MANIFEST

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack(MANIFEST, lambda: NOW) as running:
        yield running


@pytest.fixture
def ada(slack: Slack) -> Person:
    return slack.person("ada", "Ada Lovelace", "Europe/Berlin")


@pytest.fixture
def ben(slack: Slack) -> Person:
    return slack.person("ben", "Ben Franklin", "America/New_York")


@pytest.fixture
def client(slack: Slack) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def asks(slack: Slack, path: str, body: Any = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """A request as a browser sends it from the page itself, unless headers say otherwise."""
    host = urlsplit(slack.url).netloc
    connection = http.client.HTTPConnection(host, timeout=30)
    usual = {"Origin": slack.url, "Content-Type": "application/json"} if body is not None else {}
    sent = {name: value for name, value in {**usual, **headers}.items() if value}
    connection.request("POST" if body is not None else "GET", path, json.dumps(body) if body is not None else None, sent)
    answer = connection.getresponse()
    read = answer.status, answer.read(), dict(answer.getheaders())
    connection.close()
    return read


def acts(slack: Slack, **body: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(asks(slack, "/page/act", body)[1])
    return told


def sees(slack: Slack, person: Person, where: str = "") -> dict[str, Any]:
    state: dict[str, Any] = json.loads(asks(slack, f"/page/state?as={person.id}&in={where}")[1])
    return state


def test_the_page_is_at_the_root_and_asks_for_nothing_from_elsewhere(slack: Slack) -> None:
    status, page, headers = asks(slack, "/")
    assert status == 200
    assert headers["Content-Security-Policy"].startswith("default-src 'self';")
    for path in STATIC.iterdir():
        name = path.name if path.name != "index.html" else ""
        status, content, headers = asks(slack, f"/page/static/{name}" if name else "/")
        assert (status, content) == (200, path.read_bytes())
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "://" not in content.decode().replace("http://www.w3.org/2000/svg", "")
    assert b"page.js" in page


@pytest.mark.parametrize(
    "path", ["/page/static/doors.py", "/page/static/..%2Fdoors.py", "/page/static/%2e%2e", "/page/files/F0001"]
)
def test_nothing_but_the_pages_files_is_served(slack: Slack, path: str) -> None:
    assert asks(slack, path)[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1:80", "["])
def test_a_request_for_another_host_is_refused(slack: Slack, ada: Person, host: str) -> None:
    for path in ("/", f"/page/state?as={ada.id}", "/page/wire"):
        connection = http.client.HTTPConnection(urlsplit(slack.url).netloc, timeout=30)
        connection.putrequest("GET", path, skip_host=True)
        connection.putheader("Host", host)
        connection.endheaders()
        status = connection.getresponse().status
        connection.close()
        assert status in (400, 403)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "http://127.0.0.1", "https://127.0.0.1"])
def test_a_post_from_another_origin_is_refused(slack: Slack, ada: Person, origin: str) -> None:
    pressed: list[str] = []
    slack.page.offer([Control("+1 hour", lambda: pressed.append("once") or "done")])  # type: ignore[func-returns-value]
    for path, body in (("/page/act", {"as": ada.id, "verb": "opens home"}), ("/page/control", {"name": "+1 hour"})):
        assert asks(slack, path, body, Origin=origin)[0] == 403
        assert asks(slack, path, body, **{"Content-Type": "text/plain"})[0] == 403
    assert (pressed, slack.deliveries) == ([], [])


def test_a_state_holds_what_one_person_sees_and_nothing_of_others(
    slack: Slack, ada: Person, ben: Person, client: WebClient
) -> None:
    slack.channel("secret", [ben], private=True)
    shared = slack.channel("support", [ada, ben])
    client.chat_postMessage(channel=ben.id, text="for ben alone", metadata={"event_type": "hidden", "event_payload": {}})
    client.chat_postEphemeral(channel=shared.id, user=ben.id, text="only ben sees this")
    client.chat_postMessage(channel=shared.id, text="for all")
    state = sees(slack, ada, shared.id)
    assert [place["name"] for place in state["conversations"]] == ["Parrot", "support"]
    assert [message["text"] for message in state["open"]["messages"]] == ["for all"]
    assert sees(slack, ada, "C0SECRET")["open"] is None
    assert sees(slack, ada, "D0BEN")["open"] is None
    for unseen in ("secret", "for ben alone", "only ben sees this", "hidden"):
        assert unseen not in json.dumps(state)


def test_an_apps_private_metadata_does_not_reach_the_browser(slack: Slack, ada: Person, client: WebClient) -> None:
    words = {"type": "plain_text", "text": "Title"}
    view = {"type": "modal", "title": words, "blocks": [{"type": "section", "text": words}], "private_metadata": "for the app"}
    client.views_open(trigger_id=slack.space.new_trigger(ada.id), view=view)
    state = sees(slack, ada)
    assert state["form"]["title"] == "Title"
    assert "for the app" not in json.dumps(state)


def test_a_question_for_news_is_answered_as_soon_as_there_are_any(slack: Slack, ada: Person, client: WebClient) -> None:
    version, news = sees(slack, ada)["version"], list[dict[str, Any]]()
    waiting = Thread(
        target=lambda: news.append(json.loads(asks(slack, f"/page/state?as={ada.id}&in=D0ADA&since={version}")[1]))
    )
    waiting.start()
    client.chat_postMessage(channel=ada.id, text="news")
    waiting.join(30)
    assert news[0]["version"] > version
    assert news[0]["open"]["messages"][0]["text"] == "news"


def test_a_sandbox_that_stops_lets_go_of_who_waits_for_news() -> None:
    asked = Event()

    class Watched(Pulse):
        def wait(self, since: int, seconds: float) -> int:
            asked.set()
            return super().wait(since, seconds)

    slack = Slack(MANIFEST, lambda: NOW)
    slack.start()
    ada = slack.person("ada")
    version, answered = sees(slack, ada)["version"], list[int]()
    waiting = Thread(target=lambda: answered.append(asks(slack, f"/page/state?as={ada.id}&since={version}")[0]))
    slack.space.pulse = Watched()
    slack.space.pulse.number = version
    waiting.start()
    assert asked.wait(10)
    slack.stop()
    waiting.join(10)
    assert answered == [200]


def test_nothing_is_made_before_the_page_is_opened(slack: Slack) -> None:
    assert "_app" not in vars(slack.page)
    asks(slack, "/")
    assert "_app" in vars(slack.page)


def test_what_cannot_be_done_is_a_sentence(slack: Slack, ada: Person, ben: Person) -> None:
    slack.channel("secret", [ben])
    said = {"as": ada.id, "verb": "says", "words": "hello"}
    assert acts(slack, **said, channel="C0SECRET") == {"ok": False, "words": "Ada Lovelace is not in that conversation."}
    assert acts(slack, **said, channel="D0ADA")["words"] == "The app is not connected, so nobody hears this."
    assert acts(slack, **{**said, "words": "  "}, channel="D0ADA")["words"] == "There is nothing to send."
    assert acts(slack, **{**said, "words": "/nothing"}, channel="D0ADA")["words"].startswith("/nothing is not a valid command")
    assert acts(slack, **{**said, "as": "U0NOBODY"}, channel="D0ADA")["words"] == "There is nobody like that here."
    assert acts(slack, **{**said, "as": slack.bot_user_id}, channel="D0ADA")["words"] == "There is nobody like that here."
    assert acts(slack, **{**said, "verb": "posts"}, channel="D0ADA")["words"] == "Nobody can do 'posts' here."
    assert acts(slack, verb="says")["words"] == "The page did not say 'as'."


def test_somebody_who_left_can_do_nothing(slack: Slack, ada: Person) -> None:
    gone = slack.person("gone", "Gone Away", deactivated=True)
    assert sees(slack, ada)["me"]["mark"] == ""
    assert sees(slack, gone)["me"]["mark"] == "deactivated"
    for body in ({"verb": "says", "channel": "D0GONE", "words": "hello"}, {"verb": "opens home"}):
        assert acts(slack, **{"as": gone.id}, **body)["words"] == "Gone Away is deactivated."


def test_controls_run_once_and_in_their_order(slack: Slack, ada: Person) -> None:
    done: list[str] = []

    def later() -> str:
        done.append("later")
        return "It is later."

    def fails() -> str:
        raise RuntimeError("no such day")

    slack.page.offer([Control("+1 hour", later, hint="An hour passes."), Control("never", fails)])
    assert sees(slack, ada)["controls"] == [{"name": "+1 hour", "hint": "An hour passes."}, {"name": "never", "hint": ""}]
    assert json.loads(asks(slack, "/page/control", {"name": "+1 hour"})[1]) == {"ok": True, "words": "It is later."}
    assert done == ["later"]
    assert (
        json.loads(asks(slack, "/page/control", {"name": "never"})[1])["words"] == "That went wrong: RuntimeError: no such day"
    )
    assert json.loads(asks(slack, "/page/control", {"name": "other"})[1])["ok"] is False
    assert sees(slack, ada)["running"] == ""
    with pytest.raises(ValueError, match="same name"):
        slack.page.offer([Control("twice", later), Control("twice", later)])


def test_a_second_control_is_refused_while_one_runs(slack: Slack, ada: Person) -> None:
    answers: list[dict[str, Any]] = []

    def slow() -> str:
        answers.append(json.loads(asks(slack, "/page/control", {"name": "slow"})[1]))
        answers.append(sees(slack, ada))
        return "done"

    slack.page.offer([Control("slow", slow)])
    assert json.loads(asks(slack, "/page/control", {"name": "slow"})[1])["words"] == "done"
    assert answers[0] == {"ok": False, "words": "“slow” is still running."}
    assert answers[1]["running"] == "slow"


def test_unread_ends_where_somebody_read_or_wrote(slack: Slack, ada: Person, ben: Person) -> None:
    shared = slack.channel("support", [ada, ben], bot=False)
    ben.types("one", shared)
    two = ben.types("two", shared)

    def unread() -> list[int]:
        return [place["unread"] for place in sees(slack, ada)["conversations"]]

    assert unread() == [0, 2]
    acts(slack, **{"as": ada.id}, verb="reads", channel=shared.id, newest=two.ts)
    assert unread() == [0, 0]
    ben.types("three", shared)
    assert unread() == [0, 1]
    ada.types("four", shared)
    assert unread() == [0, 0]


def test_a_picture_is_shown_to_who_sees_it_and_to_nobody_else(
    slack: Slack, ada: Person, ben: Person, client: WebClient
) -> None:
    client.files_upload_v2(channel=slack.space.dm(ada.id).id, filename="a.png", content=b"\x89PNG and so on")
    client.files_upload_v2(channel=slack.space.dm(ada.id).id, filename="b.png", content=b"<script>")
    picture, other = slack.space.files
    status, content, headers = asks(slack, f"/page/files/{picture}?as={ada.id}")
    assert (status, content, headers["Content-Type"]) == (200, b"\x89PNG and so on", "image/png")
    assert asks(slack, f"/page/files/{picture}?as={ben.id}")[0] == 404
    headers = asks(slack, f"/page/files/{other}?as={ada.id}")[2]
    assert (headers["Content-Type"], headers["Content-Disposition"]) == ("application/octet-stream", "attachment")


def test_the_inspector_masks_whatever_opens_a_door(slack: Slack, ada: Person, client: WebClient) -> None:
    trigger = slack.space.new_trigger(ada.id)
    leaky = f"the token is {slack.bot_token}, see {slack.url}/response/17 and {slack.signing_secret}"
    client.chat_postMessage(channel=ada.id, text=leaky)
    client.files_upload_v2(channel=slack.space.dm(ada.id).id, filename="a.txt", content="a")
    WebClient(slack.app_token, base_url=slack.api_url).apps_connections_open(app_token=slack.app_token)
    words = {"type": "plain_text", "text": "Title"}
    client.views_open(trigger_id=trigger, view={"type": "modal", "title": words, "blocks": [{"type": "divider"}]})
    told = asks(slack, "/page/wire")[1].decode()
    names = [one["name"] for one in json.loads(told)["exchanges"]]
    assert names[:2] == ["views.open", "apps.connections.open"]
    assert names[-1] == "chat.postMessage"
    assert "xoxb-…" in json.loads(told)["exchanges"][-1]["request"]["text"]
    for secret in (slack.bot_token, slack.app_token, slack.signing_secret, trigger, "response/17", "ticket=1", "/upload/F"):
        assert secret not in told


def test_the_inspector_keeps_the_newest_200(slack: Slack, client: WebClient) -> None:
    for n in range(203):
        client.api_test(n=n)
    kept = json.loads(asks(slack, "/page/wire")[1])["exchanges"]
    assert (len(kept), kept[0]["request"]["n"], kept[-1]["request"]["n"]) == (200, "202", "3")


def test_a_text_never_becomes_markup_and_every_file_stays_short() -> None:
    ways_in = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser", "srcdoc")
    for path in STATIC.iterdir():
        source = path.read_text(encoding="utf-8")
        assert [way for way in ways_in if way in source] == [], path.name
        assert len(source.splitlines()) <= 300, path.name
