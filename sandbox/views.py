"""Forms and home pages: what an app published, what a person entered, and the stack of open forms.

A person sees the top of their stack. Every change of a view gives it a new hash, so a stale update can be refused.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.blocks import too_large, view_problems
from sandbox.controls import carried_state, initial_state
from sandbox.records import Json, Names, Refusal
from sandbox.rendering import render

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

DEEPEST = 3


@dataclass(eq=False)
class View:
    """A form or home page as one person sees it; it lives on after it closed, so that it can be submitted again."""

    id: str
    user: str
    body: Json
    hash: str
    names: Names = field(repr=False)
    state: Json = field(default_factory=dict)
    root_id: str = ""
    previous_id: str | None = None
    is_open: bool = True
    refused: dict[str, str] = field(default_factory=dict)  # block_id: what the app found wrong

    @property
    def type(self) -> str:
        return str(self.body["type"])

    @property
    def blocks(self) -> list[Json]:
        return list(self.body["blocks"])

    @property
    def title(self) -> str:
        return str(self.body["title"]["text"]) if "title" in self.body else ""

    @property
    def inputs(self) -> dict[str, Json]:
        """The input blocks by their label."""
        return {block["label"]["text"]: block for block in self.blocks if block["type"] == "input"}

    @property
    def labels(self) -> list[str]:
        """The labels of the input blocks, from the top."""
        return list(self.inputs)

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by the label of the input block it stands under."""
        return {k: self.refused[block["block_id"]] for k, block in self.inputs.items() if block["block_id"] in self.refused}

    @property
    def shown(self) -> str:
        """The words on the screen: title, blocks with what is entered, errors, the bar of buttons."""
        bar = [f"[{self.body[name]['text']}]" for name in ("close", "submit") if name in self.body]
        wrong = [f"! {label}: {words}" for label, words in self.errors.items()]
        return "\n".join(one for one in (self.title, render(self.blocks, self.names, self.state), *wrong, " ".join(bar)) if one)


class Views:
    """All views of the workspace; every function here is called under the workspace's lock."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def top(self, user: str) -> View | None:
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def open(self, user: str, body: Json) -> View:
        """Shows a form in front of everything; forms that were open before are gone."""
        view = self._new(user, body, "modal")
        self.clear(user)
        self.stacks[user] = [view]
        return view

    def push(self, user: str, body: Json) -> View:
        """Lays a form over the open one, at most three deep."""
        stack = self.stacks.get(user) or []
        if not stack:
            raise Refusal("invalid_arguments", "no form is open to push onto")
        if len(stack) >= DEEPEST:
            raise Refusal("push_limit_reached", f"{DEEPEST} forms are open")
        view = self._new(user, body, "modal")
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def update(self, view: View, body: Json, known_hash: str | None = None) -> View:
        """Changes an open view in place; what was entered stays where block_id and action_id stay."""
        if not view.is_open:
            raise Refusal("not_found", f"{view.id} is closed")
        if known_hash and known_hash != view.hash:
            raise Refusal("hash_conflict", f"{known_hash} is not the newest hash of {view.id}")
        view.body = self._checked(body, view.type, besides=view)
        view.state = carried_state(view.blocks, view.state)
        view.hash, view.refused = self._space.new_hash(), {}
        return view

    def publish(self, user: str, body: Json, known_hash: str | None = None) -> View:
        """Makes or changes a person's home page."""
        if user in self.homes:
            return self.update(self.homes[user], body, known_hash)
        self.homes[user] = self._new(user, body, "home")
        return self.homes[user]

    def find(self, wanted: Callable[[View], bool]) -> View:
        """The open view the app means; `not_found` if there is none."""
        for view in self.everything():
            if wanted(view):
                return view
        raise Refusal("not_found", "no open view with that id")

    def everything(self) -> list[View]:
        return [*self.homes.values(), *(view for stack in self.stacks.values() for view in stack)]

    def close(self, view: View) -> None:
        """Takes one view off its stack; the one below shows again."""
        view.is_open = False
        self.stacks[view.user] = [one for one in self.stacks.get(view.user, []) if one is not view]
        self._space.pulse.beat()

    def clear(self, user: str) -> None:
        """Closes everything a person has open."""
        for view in self.stacks.pop(user, []):
            view.is_open = False
        self._space.pulse.beat()

    def _new(self, user: str, body: Json, kind: str) -> View:
        body, number = self._checked(body, kind), self._space.number()
        view = View(f"V{number:04d}", user, body, self._space.new_hash(), self._space.name_of, initial_state(body["blocks"]))
        view.root_id = view.id
        return view

    def _checked(self, body: Any, kind: str, besides: View | None = None) -> Json:
        if isinstance(body, dict) and body.get("type") != kind:
            raise Refusal("invalid_arguments", f"[ERROR] must be a {kind} [json-pointer:/view/type]")
        if problems := view_problems(body):
            raise Refusal("invalid_arguments", problems[0], response_metadata={"messages": problems})
        if too_large(body):
            raise Refusal("view_too_large", "the view is over 250 kB")
        external = body.get("external_id")
        if external and any(v.body.get("external_id") == external and v is not besides for v in self.everything()):
            raise Refusal("duplicate_external_id", external)
        return {**deepcopy(body), "blocks": self._space.with_ids(body["blocks"])}
