"""Candor finds out, honestly, what AI is worth at work.

The product is one sentence of five verbs, and each is a module here:

    ask       plan and queue the check-ins that are due, remind once, let go kindly
    collect   take an answer from the thread or the form, and move the conversation on
    report    the weekly digest and ad hoc reports, inside the privacy gates
    manage    teams, people and pauses: what commands and team files mean
    deliver   the post office: claim a letter, send it once, write down how that ended

Two more are for a team that wants to know for certain: `prove` holds what is registered before anybody looks, goals and trials
in which a coin decides, and `review` has work judged by colleagues who are not told how it was made.

Beside them: `press` enters every printed figure in the ledger, `transfer` moves answers in and out as files, and `keep` is for
what is stored about somebody: it is given to them, removed when they say so, and let go when it is old. `limits` is what an
admin has set above a team or the operator, and `teamdays` a team's own calendar; `roles` makes the table of who may do what.

Its nouns: a `Team` asks its people on a rhythm. Each `CheckIn` is one occasion, one person and one local date; it ends in an
`Answer` about one finished task. What is owed to Slack is a `Letter`; what was printed for a manager is a `Release`.

Who may know whom, kept by a test:

    domain    knows nobody: the rules
    storage   knows nobody: rows and transactions
    verbs     know domain, storage and services, never Slack
    slack     knows the verbs and domain, never storage
    sandbox   knows nobody, and only the demo and the tests know it
    app, cli  see everything

No table, report or question holds a count of AI use. That is the point of the thing.
"""
