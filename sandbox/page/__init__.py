"""The page: a browser client for the sandbox at `/` of its own server.

Whoever opens it acts as any person of the workspace, by the verbs of `Person` and nothing else. `slack.page.offer` puts
buttons into its bar, such as those that move a story's clock. Until somebody opens it, it costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from sandbox.records import CannotDo

if TYPE_CHECKING:
    from flask import Flask

    from sandbox.slack import Slack


@dataclass(frozen=True)
class Control:
    """A button in the page's bar: `run` does it and returns the sentence that is shown afterwards."""

    name: str
    run: Callable[[], str]
    hint: str = ""


class Page:
    """The page of one workspace: what it offers besides Slack, and what each person has read."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.controls: tuple[Control, ...] = ()
        self.running = ""  # the name of the control that runs now
        self.read: dict[tuple[str, str], str] = {}  # (person, conversation): ts of the newest message that was read
        self._acting, self._choosing = Lock(), Lock()

    @property
    def url(self) -> str:
        """Where to open it."""
        return f"{self.slack.url}/"

    def offer(self, controls: Sequence[Control]) -> None:
        """Show these buttons, in this order, in place of any offered before."""
        names = [control.name for control in controls]
        if len(set(names)) < len(names):
            raise ValueError("two controls have the same name")
        self.controls = tuple(controls)
        self.slack.space.pulse.beat()

    def one_at_a_time(self, act: Callable[[], None]) -> None:
        """Do what a person does once whatever runs now has ended."""
        with self._acting:
            act()

    def run(self, name: str) -> str:
        """Run a control and return its sentence; while one runs, no other does, and nobody acts."""
        wanted = next((control for control in self.controls if control.name == name), None)
        if wanted is None:
            raise CannotDo(f"there is no control {name!r}")
        with self._choosing:
            if self.running:
                raise CannotDo(f"“{self.running}” is still running")
            self._runs(name)
        try:
            with self._acting:
                return wanted.run()
        finally:
            self._runs("")

    def _runs(self, name: str) -> None:
        self.running = name
        self.slack.space.pulse.beat()

    @cached_property
    def _app(self) -> Flask:
        from sandbox.page.doors import doors

        return doors(self)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The page as a WSGI app, made when it is asked for the first time."""
        return self._app(environ, start_response)
