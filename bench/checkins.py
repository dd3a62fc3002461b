"""Completed check-ins and what they cost in Web API calls, for calls_form and calls_thread.

Four people answer on two days: with AI, without, dropped, and not finished. Every call in the sandbox's ledger from before
the prompts are sent until the last answer is stored counts, whatever it was for, and is divided by the answers stored. Not
in it, because they are no part of a check-in: what the app asks once when it starts (`auth.test`) and what `team apply` asks
(`users.info`).

Posts to a `response_url` are no Web API calls: they go to an address Slack gives with each click, and have a limit of their
own (five in thirty minutes each) and no tier. They are requests all the same, so they are counted as `response_url_posts`.

The baseline is a bot that posts each question as a new message: one call for the prompt and one for each question that these
very conversations asked, as the stored answers have them.
"""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from bench.house import Clock, in_step, scene
from bench.line import Line, note
from sandbox import Person
from storage.tables import Answer

DAYS = (datetime(2026, 7, 7, 15, 0, tzinfo=UTC), datetime(2026, 7, 9, 15, 0, tzinfo=UTC))
APPROACHES = ("With AI", "Without AI", "Tried AI, then finished without", "Without AI")
TIMES = ("45 min", "1 h", "2 h", "Not finished")

Answering = Callable[[Person, str, str], None]


def count(bench: str, answers: Answering) -> Line:
    """Let everybody answer by `answers(person, approach, time)`, and count."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as name, scene(Path(name), clock) as on, in_step(on, clock) as bot:
        bot.turn()
        calls, posts = len(on.slack.calls), len(on.slack.responses)
        for day in DAYS:
            clock.moment = day
            bot.turn()
            for person, approach, time in zip(on.people, APPROACHES, TIMES, strict=True):
                answers(person, approach, time)
        on.all_was_well()
        with bot.services.store.read() as session:
            asked = [len(answer.shown) for answer in session.exec(select(Answer))]
        made, posts = on.slack.calls[calls:], len(on.slack.responses) - posts
    if len(asked) != len(DAYS) * len(on.people):
        raise RuntimeError(f"{len(asked)} answers are stored, of {len(DAYS) * len(on.people)}")
    n = len(asked)
    methods = {call.method: sum(one.method == call.method for one in made) / n for call in made}
    note(f"{bench}: a check-in of {sum(asked) / n:g} questions took {methods}, and {posts / n:g} posts to a response_url")
    ours = len(made) / n
    return Line(bench, ours, 1 + sum(asked) / n, "calls", ours, n, {"response_url_posts": posts / n})
