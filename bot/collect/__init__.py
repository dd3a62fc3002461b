"""Collect: take an answer from the thread or the form, and move the conversation on.

Every step stores what was said and owes the next message in one transaction, before anybody is told it arrived. Whoever acts
is checked against the check-in each time; a step that was already taken changes nothing.

`desk.py` lays one check-in on the desk, `thread.py` and `form.py` are the two doors to it, `columns.py` what an answer keeps,
`settled.py` is what can be done with one once it is there, and `sharing.py` shares one sentence of it. `task.py` begins one
before the work, and ends in the same conversation; `declining.py` is for a task that is not done as a trial's coin said.
`channel.py` opens one from the message in a team's channel, and `sample.py` one to try, of which nothing is kept.
"""

from bot.collect.channel import answer_privately, leave_reply, overheard, take_reply, what_happens
from bot.collect.declining import Declining, decline, open_decline
from bot.collect.desk import Click
from bot.collect.form import TYPED, Form, FormErrors, open_form, submit_form
from bot.collect.once import once
from bot.collect.sample import sample_form, send_sample
from bot.collect.settled import delete, settle, what_others_see
from bot.collect.sharing import Preview, preview, share, withdraw
from bot.collect.task import StartForm, cancel, done, done_named, start, start_filled
from bot.collect.thread import answer_here, choose, turn_page, typed

__all__ = [
    "TYPED",
    "Click",
    "Declining",
    "Form",
    "FormErrors",
    "Preview",
    "StartForm",
    "answer_here",
    "answer_privately",
    "cancel",
    "choose",
    "decline",
    "delete",
    "done",
    "done_named",
    "leave_reply",
    "once",
    "open_decline",
    "open_form",
    "overheard",
    "preview",
    "sample_form",
    "send_sample",
    "settle",
    "share",
    "start",
    "start_filled",
    "submit_form",
    "take_reply",
    "turn_page",
    "typed",
    "what_happens",
    "what_others_see",
    "withdraw",
]
