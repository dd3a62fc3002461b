"""What an app posts to a response_url: five times, within half an hour, to the person and place it was made for."""

from __future__ import annotations

from datetime import timedelta

from sandbox.methods.arguments import flag
from sandbox.methods.chat import checked_metadata, words
from sandbox.records import Json, Message, Refusal, ResponsePost, ResponseUrl
from sandbox.workspace import Workspace

MOST_USES, LIVES = 5, timedelta(minutes=30)


def use(space: Workspace, number: str, body: Json) -> tuple[str, int]:
    """Does what the app asks; returns the answer's words and HTTP status."""
    with space.lock:
        try:
            _post(space, _right(space, number), body)
            answer = ("ok", 200)
        except Refusal as no:
            space.refuse("response_url", no)
            gone = no.error in ("used_url", "expired_url")
            answer = (no.error, 404 if gone else 400)
        space.responses.append(ResponsePost(body, answer[1]))
        space.exchanged("response_url", "response_url", body, {"status": answer[1], "body": answer[0]}, ok=answer[1] == 200)
        return answer


def _right(space: Workspace, number: str) -> ResponseUrl:
    right = space.response_urls.get(number)
    if right is None or space.now() - right.made_at > LIVES:
        raise Refusal("expired_url", "a response_url lives 30 minutes")
    if right.uses >= MOST_USES:
        raise Refusal("used_url", f"a response_url can be used {MOST_USES} times")
    right.uses += 1
    return right


def _post(space: Workspace, right: ResponseUrl, body: Json) -> None:
    if flag(body, "delete_original"):
        space.remove(_original(space, right))
        return
    text, blocks = words(space, body)
    if flag(body, "replace_original"):
        space.change(_original(space, right), text=text, blocks=blocks)
        return
    public = body.get("response_type") == "in_channel"
    say(space, right, text, blocks, body, public)


def say(space: Workspace, right: ResponseUrl, text: str, blocks: list[Json], body: Json, public: bool) -> Message:
    """A new message where the interaction was: in its thread if it had one, for that person unless `public`."""
    thread = body.get("thread_ts") or (right.original.thread_ts if right.original else None)
    seen_by = None if public else right.user
    more = {"thread_ts": thread, "metadata": checked_metadata(body.get("metadata")), "ephemeral_to": seen_by}
    return space.post(space.channels[right.channel], space.bot.id, text, blocks, **more)


def _original(space: Workspace, right: ResponseUrl) -> Message:
    messages = space.channels[right.channel].messages
    if right.original is None or right.original.ts not in messages:
        raise Refusal("message_not_found", "there is no original message, or it was deleted")
    return messages[right.original.ts]
