"""The page's doors: its files, the state, what a person does, the controls, the inspector. For this machine's browser alone.

A request must name this machine as its host, and one that changes anything must come from the page itself, so that no
website can act here by way of somebody's browser.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, Response, request

from sandbox.page.acts import act
from sandbox.page.state import Scene, may_see
from sandbox.page.wire import exchanges
from sandbox.records import CannotDo, Json, NobodyListens

if TYPE_CHECKING:
    from sandbox.page import Page

STATIC = Path(__file__).parent / "static"
BETWEEN = 0.5  # seconds between two looks while a control runs
HELD = 20.0  # seconds that a question for news is held while there are none
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
HERE = {"127.0.0.1", "localhost", "::1"}


def doors(page: Page) -> Flask:
    """The page as a Flask app."""
    app = Flask("page", static_folder=None)
    app.before_request(_only_from_here)
    app.after_request(_with_headers)
    app.add_url_rule("/", "index", lambda: _file("index.html"))
    app.add_url_rule("/page/static/<name>", "static", _file)
    app.add_url_rule("/page/state", "state", lambda: _state(page))
    app.add_url_rule("/page/wire", "wire", lambda: _json({"exchanges": exchanges(page.slack)}))
    app.add_url_rule("/page/files/<file_id>", "files", lambda file_id: _picture(page, file_id))
    app.add_url_rule("/page/act", "act", lambda: _told(lambda body: act(page, body)), methods=["POST"])
    app.add_url_rule("/page/control", "control", lambda: _told(lambda body: page.run(str(body.get("name")))), methods=["POST"])
    return app


def _only_from_here() -> Response | None:
    if _host(f"//{request.host}") not in HERE:
        return Response("This page is for the machine it runs on.", HTTPStatus.FORBIDDEN)
    if request.method in ("GET", "HEAD"):
        return None
    if request.headers.get("Origin") != f"http://{request.host}" or not request.is_json:
        return Response("Only the page itself may act here.", HTTPStatus.FORBIDDEN)
    return None


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response


def _json(answer: Json) -> Response:
    return Response(json.dumps(answer), content_type="application/json")


def _file(name: str) -> Response:
    path = STATIC / name
    if path.parent != STATIC or path.suffix not in KINDS or not path.is_file():
        return Response("not found", HTTPStatus.NOT_FOUND)
    return Response(path.read_bytes(), content_type=f"{KINDS[path.suffix]}; charset=utf-8")


def _state(page: Page) -> Response:
    """What one person sees, once it is not what they saw before; now and then while a control changes everything."""
    pulse, since = page.slack.space.pulse, request.args.get("since", -1, int)
    version = pulse.wait(since, HELD)
    if page.running and since >= 0:
        version = pulse.rest(lambda: page.running, BETWEEN)
    members = page.slack.space.members
    people = [one.id for one in members.values() if not one.bot]
    viewer = request.args.get("as", "")
    viewer = viewer if viewer in people else next(iter(people), "")
    where = request.args.get("in", "")
    return _json(Scene(page, viewer, where).state(version) if viewer else {"version": version, "me": None})


def _picture(page: Page, file_id: str) -> Response:
    """A file, if that person sees it somewhere. Only pictures are shown; anything else is to be saved."""
    file = page.slack.space.files.get(file_id)
    viewer = request.args.get("as", "")
    if file is None or not file.completed or not file.content or not may_see(page.slack, viewer, file_id):
        return Response("not found", HTTPStatus.NOT_FOUND)
    kind = next((kind for magic, kind in PICTURES.items() if file.content.startswith(magic)), None)
    saved = {} if kind else {"Content-Disposition": "attachment"}
    return Response(file.content, content_type=kind or "application/octet-stream", headers=saved)


def _told(do: Callable[[Json], str | None]) -> Response:
    """Do it, and say in words how it went; what cannot be done is no failure of the page."""
    body: Any = request.get_json(silent=True)
    try:
        words = do(body if isinstance(body, dict) else {})
    except CannotDo as why:
        return _json({"ok": False, "words": _sentence(str(why))})
    except NobodyListens:
        return _json({"ok": False, "words": "The app is not connected, so nobody hears this."})
    except Exception as why:  # what the app's side raised is its own affair; the page stays usable and says so
        return _json({"ok": False, "words": f"That went wrong: {type(why).__name__}: {why}"})
    return _json({"ok": True, "words": words or ""})


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")
