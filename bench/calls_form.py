"""calls_form: Web API calls for one completed check-in, answered in the form on its two pages, the prompt included.

The ratio is the number of calls. What counts, and against what, says checkins.py.
"""

from bench.checkins import count
from bench.line import Line
from sandbox import Person


def measure() -> Line:
    return count("calls_form", _answers)


def _answers(person: Person, approach: str, time: str) -> None:
    person.clicks("Open form")
    person.fills(
        {
            "What kind of task was it?": "Bug triage",
            "Compared with your usual task, how big was this one?": "About usual",
            "How did you do it?": approach,
            "Your own working time, from start to handover, without waiting or breaks?": time,
        }
    )
    person.submits()
    person.submits()
    if person.form:
        raise RuntimeError(f"the form was not accepted: {person.form.refused}")
