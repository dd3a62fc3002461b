"""The Web API: checks the token and the scope, runs the method, writes the call down. Refuses in Slack's words."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.methods import chat, conversations, files, people, views
from sandbox.methods.arguments import need_scope
from sandbox.records import Call, Json, Refusal
from sandbox.workspace import Workspace

Method = Callable[[Workspace, Json], Json]

METHODS: dict[str, tuple[str | None, Method]] = {
    **people.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **views.METHODS,
    **files.METHODS,
}
FOR_THE_APP_TOKEN = {"apps.connections.open"}
WITHOUT_TOKEN = {"api.test"}


class WebApi:
    """Slack's Web API over one workspace, for one bot token and one app token."""

    def __init__(self, space: Workspace, bot_token: str, app_token: str) -> None:
        self._space, self._bot_token, self._app_token = space, bot_token, app_token

    def call(self, name: str, token: str | None, args: Json) -> Json:
        """Runs one method and returns Slack's JSON; a refusal is an answer too, and is noted."""
        with self._space.lock:
            try:
                answer = {"ok": True, **self._run(name, token, args)}
            except Refusal as no:
                self._space.refuse(name, no)
                answer = {"ok": False, "error": no.error, **no.answer}
            self.note(name, args, answer.get("error"), answer)
            return answer

    def note(self, name: str, args: Json, error: str | None, answer: Json | None = None) -> None:
        """Writes down a call that was answered, or that failed before it got here."""
        self._space.note(Call(name, args, error is None, error, self._space.now()))
        self._space.exchanged("call", name, args, answer or {"error": error}, ok=error is None)

    def _run(self, name: str, token: str | None, args: Json) -> Json:
        if name not in METHODS:
            raise Refusal("unknown_method", name, req_method=name)
        scope, method = METHODS[name]
        if name not in WITHOUT_TOKEN:
            self._authenticate(name, token)
        if scope:
            need_scope(self._space, scope)
        return method(self._space, args)

    def _authenticate(self, name: str, token: str | None) -> None:
        if not token:
            raise Refusal("not_authed", "no token")
        if token not in (self._bot_token, self._app_token):
            raise Refusal("invalid_auth", "an unknown token")
        if (token == self._app_token) != (name in FOR_THE_APP_TOKEN):
            raise Refusal("not_allowed_token_type", f"{name} with {token[:5]}…")
