"""calls_thread: Web API calls for one completed check-in, answered in the thread by buttons alone, the prompt included.

The ratio is the number of calls. What counts, and against what, says checkins.py.
"""

from bench.checkins import count
from bench.line import Line
from sandbox import Person


def measure() -> Line:
    return count("calls_thread", _answers)


def _answers(person: Person, approach: str, time: str) -> None:
    person.clicks("Answer here")
    for label in ("Bug triage", "About usual", approach, time):
        person.clicks(label)
    while "[Skip]" in person.last().shown:
        person.clicks("Skip")
