"""What a person sees when something did not work: the sentence of a refusal, or a short reference the log has too.

A refusal is an answer, so Slack gets its 200. Anything unexpected in an event gets a 500 over HTTP and no acknowledgement over
a socket, so that Slack sends it again. A click, a form or a command is never sent again, so its author is told at once that
it was not kept.
"""

import json
from secrets import token_hex
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_sdk.errors import SlackClientError

from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.slack.incoming import Incoming
from bot.slack.replies import whisper
from bot.slack.views import checkin as views
from bot.slack.views.blocks import escape

log = structlog.get_logger()


def answer(error: Exception, it: Incoming) -> BoltResponse:
    """The one error handler."""
    if isinstance(error, Refusal):
        return _told(it, error.sentence)
    reference = token_hex(4)
    log.error("listener failed", reference=reference, error=type(error).__name__, where=_where(error))
    if "event" in it.body:
        return BoltResponse(status=500, body="")
    return _told(it, _("That did not work, so it was not kept. Please try again; reference {reference}.", reference=reference))


def _told(it: Incoming, sentence: str) -> BoltResponse:
    if it.body.get("type") == "view_submission":
        return _json({"response_action": "update", "view": views.notice(sentence)})
    if "command" in it.body:
        return _json({"response_type": "ephemeral", "text": escape(sentence)})
    try:
        if it.on_home:
            it.client.views_open(trigger_id=it.trigger, view=views.notice(sentence))
        elif it.in_window:
            it.client.views_push(trigger_id=it.trigger, view=views.notice(sentence))
        else:
            whisper(it, sentence)
    except (OSError, SlackClientError) as error:  # there is no other way to tell them; Slack shows that it did not work
        log.warning("nobody could be told", error=type(error).__name__)
        return BoltResponse(status=500, body="")
    return BoltResponse(status=200, body="")


def _json(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(body), headers={"content-type": "application/json"})


def _where(error: Exception) -> str:
    """File and line of the innermost frame: no message, because a message may quote what somebody wrote."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
