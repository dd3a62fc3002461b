"""A Slack small enough to carry: demo and tests run on it instead of on a workspace.

`Slack` is the workspace with one app installed; `Person` acts in it in plain verbs (`ada.replies("40 min")`,
`mo.runs("/candor report")`, `ada.sees()`). It keeps state, refuses loudly what Slack refuses, and knows nothing of the
app it serves: any Bolt app works against it. `slack.page` is the same for a browser.
"""

from sandbox.faults import Fault, Faults, Gate, Storm, clock_jumps
from sandbox.ledger import Counts, Ledger, Seen
from sandbox.page import Control, Page
from sandbox.people import Person
from sandbox.records import (
    Call,
    CannotDo,
    Channel,
    Delivery,
    Group,
    Message,
    NobodyListens,
    Refused,
    ResponsePost,
)
from sandbox.slack import Slack
from sandbox.views import View

__all__ = [
    "Call",
    "CannotDo",
    "Channel",
    "Control",
    "Counts",
    "Delivery",
    "Fault",
    "Faults",
    "Gate",
    "Group",
    "Ledger",
    "Message",
    "NobodyListens",
    "Page",
    "Person",
    "Refused",
    "ResponsePost",
    "Seen",
    "Slack",
    "Storm",
    "View",
    "clock_jumps",
]
