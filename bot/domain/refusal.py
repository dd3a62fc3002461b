"""A refusal is an answer: one sentence that says what is wrong and what to do, and nothing has changed.

Verbs and rules raise it; the doors show it: Slack to the person who asked, the command line on one line with exit code 1.
"""

from bot.domain.language import _


class Refusal(Exception):  # noqa: N818 - a refusal is not an error: the product's word for it
    """That did not work; nothing was changed."""

    def __init__(self, sentence: str | None = None) -> None:
        """`sentence` is what the person reads, in their language; without one, the first line of the class's docstring."""
        super().__init__(sentence or _((type(self).__doc__ or "").strip().splitlines()[0]))

    @property
    def sentence(self) -> str:
        return str(self.args[0])
