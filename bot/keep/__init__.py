"""Keep: what is stored about somebody, for how long; given to them as a file, and removed for good when they say so.

`storage/whose.py` says of every table whose its rows are. `mydata.py` gives them, `forgetting.py` removes them, and
`retention.py` lets go of what has become too old. `earlier.py` lists answers that can only be deleted any more, and
`explained.py` has the numbers of the page that says all this.
"""

from bot.keep.earlier import MOST, Earlier, earlier
from bot.keep.explained import Explained, explained
from bot.keep.forgetting import Goes, forget, what_goes
from bot.keep.mydata import KIND, Gone, as_file, as_json, hand_over
from bot.keep.retention import Old, let_go, too_old, turn

__all__ = [
    "KIND",
    "MOST",
    "Earlier",
    "Explained",
    "Goes",
    "Gone",
    "Old",
    "as_file",
    "as_json",
    "earlier",
    "explained",
    "forget",
    "hand_over",
    "let_go",
    "too_old",
    "turn",
    "what_goes",
]
