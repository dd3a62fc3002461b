"""Fields of work, each with the kinds of task a team in it finishes: suggestions for whoever sets up a team, to be changed.

Each is a result that is handed over, never an activity or a tool, so that there is something to take time, to be fixed or to
be up to standard.
"""

from collections.abc import Mapping, Sequence

from bot.domain.language import N_, _

# Translators: fields of work, each followed by kinds of task that are done in it; a kind of task has at most 60 characters
FIELDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "support": (
        N_("Customer support"),
        (N_("Customer reply"), N_("Bug triage"), N_("Escalation"), N_("Help article"), N_("Complaint")),
    ),
    "software": (
        N_("Software"),
        (N_("Bug fix"), N_("Small feature"), N_("Code review"), N_("Automated test"), N_("Technical design")),
    ),
    "sales": (
        N_("Sales"),
        (N_("Offer"), N_("Meeting preparation"), N_("Follow-up message"), N_("Contract draft"), N_("Sales forecast")),
    ),
    "marketing": (
        N_("Marketing"),
        (N_("Article"), N_("Campaign plan"), N_("Newsletter"), N_("Social media post"), N_("Market summary")),
    ),
    "design": (
        N_("Design"),
        (N_("Screen draft"), N_("Illustration"), N_("Usability test"), N_("Design review"), N_("Presentation")),
    ),
    "finance": (
        N_("Finance"),
        (N_("Invoice check"), N_("Monthly closing"), N_("Budget plan"), N_("Expense check"), N_("Management report")),
    ),
    "people": (
        N_("People and HR"),
        (N_("Job advert"), N_("Review of applications"), N_("Interview preparation"), N_("Policy text"), N_("Employee reply")),
    ),
    "legal": (
        N_("Legal"),
        (N_("Contract review"), N_("Contract draft"), N_("Legal research"), N_("Legal opinion"), N_("Compliance check")),
    ),
    "research": (
        N_("Research"),
        (N_("Literature review"), N_("Data analysis"), N_("Experiment plan"), N_("Report draft"), N_("Peer review")),
    ),
    "operations": (
        N_("Operations"),
        (N_("Process description"), N_("Supplier order"), N_("Incident report"), N_("Shift plan"), N_("Stock check")),
    ),
}


def fields() -> list[tuple[str, str]]:
    """Every field's code and name, in the language that is spoken."""
    return [(code, _(name)) for code, (name, _kinds) in FIELDS.items()]


def kinds(field: str | None) -> list[str]:
    """What is suggested for a field; nothing for one that nobody knows."""
    return [_(kind) for kind in FIELDS.get(field or "", ("", ()))[1]]


def are_suggested(names: Sequence[str]) -> bool:
    """Whether nobody has written any of it: exactly what is suggested for some field, or nothing."""
    return not names or any(list(names) == kinds(field) for field in FIELDS)
