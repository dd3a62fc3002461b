"""What counts as a volume of AI use and is refused, and what only sounds like one. Both lists are meant to be added to."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import volume, wording
from bot.domain.refusal import Refusal

REFUSED = [
    "How often do you use AI?",
    "How often did you use Copilot this week?",
    "How often, when writing reports, do you use ChatGPT?",
    "When you write reports, how often do you use A.I.?",
    "How frequently is Claude used in your team?",
    "How many times did you ask Gemini?",
    "How many times a day do you open the assistant?",
    "How much do you use the LLM?",
    "How much do you rely on AI?",
    "How regularly did you turn to Chat-GPT?",
    "To what extent do you use generative AI?",
    "How much AI did you use?",
    "Copilot: how often?",
    "Do you use AI every day?",
    "I use Copilot several times a day",
    "How many prompts did you write?",
    "How many prompts did it take to fix the bug?",
    "Prompts",
    "Prompts per day",
    "1–5 prompts",
    "Number of prompts",
    "Prompt count",
    "Tokens",
    "How many tokens did you use?",
    "Tokens spent this week",
    "Token usage",
    "token_count",
    "AI sessions",
    "How many sessions did you have?",
    "Number of chat sessions with Copilot",
    "Copilot seats",
    "How many Copilot licences do you have?",
    "Number of ChatGPT logins",
    "Messages to the AI",
    "How many messages did you send to Claude?",
    "How many questions did you ask ChatGPT today?",
    "Conversations with Gemini per week",
    "AI credits used",
    "AI usage",
    "How would you rate your usage of AI?",
    "Frequency of AI use",
    "Level of ChatGPT use",
    "AI adoption",
    "Adoption rate",
    "What is our adoption rate?",
    "Copilot acceptance rate",
    "How many suggestions from Copilot did you accept?",
    "Share of tasks done with AI",
    "Share of tasks done without AI",
    "What percentage of your work is done with AI?",
    "% of tickets handled by AI",
    "60 % of the tasks were done with AI",
    "Most of the reports were written with Copilot",
    "AI was used on about 60 % of the tasks",
    "How many tasks did you finish with AI?",
    "How many tasks with AI to save time?",
    "Number of tasks finished using the assistant",
    "How much of your day involves AI?",
    "AI share",
    "Number of AI-generated replies",
    "Percentage of code written by Copilot",
    "Lines of code by AI",
    "AI-written lines of code",
    "Hours of AI",
    "Hours with ChatGPT per week",
    "How much time did you spend with the AI?",
    "How many hours a week do you work with Copilot?",
    "How many of your colleagues use AI?",
    "Number of active Copilot users",
    "On how many days did you use AI?",
    "Did you use AI more often than last week?",
    "How long do you chat with the assistant each day?",
    "How many lines of code did Copilot write?",
    "Which share of replies came from ChatGPT?",
    "How many minutes did you spend prompting?",
    "AI-assisted tasks (count)",
    # Wie oft, combien de fois, cuántas veces, kaç kez
    "Wie oft nutzt du KI?",
    "Wie häufig hast du ChatGPT verwendet?",
    "Wie viele Prompts hast du geschrieben?",
    "Nutzt du täglich KI?",
    "Anzahl der KI-Anfragen",
    "Anteil der Aufgaben mit KI",
    "Wie viele Aufgaben hast du mit KI erledigt?",
    "Anteil der mit KI erledigten Aufgaben",
    "KI-Nutzung",
    "Combien de fois avez-vous utilisé l’IA ?",
    "À quelle fréquence utilises-tu ChatGPT ?",
    "Combien de prompts par jour ?",
    "Nombre de requêtes à l’IA",
    "Part des tâches réalisées avec l’IA",
    "Taux d’adoption de l’IA",
    "¿Cuántas veces usaste la IA?",
    "¿Con qué frecuencia utilizas ChatGPT?",
    "Número de consultas a la IA",
    "Porcentaje de tareas hechas con IA",
    "Horas de IA",
    "Ne sıklıkla yapay zekâ kullanıyorsun?",
    "Yapay zekayı ne sıklıkla kullanıyorsun?",
    "Kaç kez ChatGPT’ye sordun?",
    "Kaç prompt yazdın?",
    "Prompt sayısı",
    "Yapay zeka kullanımı",
    "Yapay zeka ile yapılan işlerin oranı",
    # spelt to slip through
    "HOW OFTEN DO YOU USE AI",
    "How  often\ndo you use\tAI",
    "How o\u00adften do you use A\u200bI?",
    "Ｈｏｗ ｏｆｔｅｎ do you use AI?",
]

ALLOWED = [
    "How many customers had to write again?",
    "Number of defects found in review",
    "How satisfied was the customer?",
    "How many hours did the approval take?",
    "Share of invoices paid on time",
    "How often did the customer come back?",
    "How many times was the ticket reopened?",
    "How much did the client pay?",
    "How many people were in the meeting?",
    "How many minutes late was the train?",
    "Did anything have to be fixed or redone afterwards?",
    "What was different because of AI?",
    "Why AI for this one?",
    "Did you use AI for this task?",
    "Tried AI, then finished without",
    "With AI",
    "How confident are you in the result of the AI?",
    "How often did the AI get it wrong?",
    "How often did the AI’s draft have to be fixed?",
    "How often could you use the AI draft unchanged?",
    "How often did using AI make the result worse?",
    "How often was it right not to use AI?",
    "How much time did AI save?",
    "How much did AI help?",
    "How much did you learn while using AI?",
    "How much did using Copilot change the review?",
    "How long did the task take with AI?",
    "How many hours did the task take with AI?",
    "How much time did you spend correcting the AI’s answers?",
    "How much longer did it take because you used AI?",
    "Share of tasks done with AI that had to be fixed",
    "How many tasks with AI had to be redone?",
    "Number of mistakes in replies written with ChatGPT",
    "Share of AI-drafted replies that the customer complained about",
    "How many messages had to be rewritten after AI drafted them?",
    "How many minutes of fixing did the Copilot draft need?",
    "Of the tasks done with AI, how many came back?",
    "AI error rate",
    "Was the use of AI disclosed?",
    "Would you use AI for this again?",
    "What does the AI tool cost?",
    "Which tool did you use?",
    "Prompt engineering",
    "Prompt library upkeep",
    "Prompt reply to customers",
    "More prompt deliveries",
    "Session planning",
    "Number of training sessions held",
    "Token ring repair",
    "API token rotation",
    "How many access tokens had to be revoked?",
    "Seat booking",
    "Licence renewal",
    "Copilot licence setup",
    "Number of licences sold",
    "Message to customers",
    "How many messages did customers send?",
    "Feature adoption rate among customers",
    "Adoption rate of the new form",
    "Pet adoption paperwork",
    "Water usage report",
    "AI usage policy",
    "Credit check",
    "Login page redesign",
    "Assistant manager interviews",
    "How often did you meet the assistant manager?",
    "Did you share the code with the AI team?",
    "Daily report",
    "How many errors did the AI introduce?",
    "Which part of the task was done with AI?",
    "How long did checking the AI’s answer take?",
    "What stopped you from using AI?",
    "AI model evaluation",
    "Usage-based billing",
    "How long did you work on it?",
    "Bug triage",
    "Something else",
    "",
    "Wie oft musste nachgebessert werden?",
    "Wie viele Fehler hat die Prüfung gefunden?",
    "Wie viel Zeit hast du gespart, seit du KI nutzt?",
    "Anteil der Aufgaben mit KI, die nachgebessert werden mussten",
    "Combien de clients ont réclamé ?",
    "Combien de temps avez-vous gagné en utilisant l’IA ?",
    "¿Cuántos errores encontró la revisión?",
    "¿Cuánto tiempo ahorraste usando la IA?",
    "Müşteri kaç kez tekrar yazdı?",
    "Kaç hata bulundu?",
]

TOOLS = [
    "Copilot",
    "ChatGPT",
    "Drafter",
    "Code helper",
    "Claude",
    "Gemini",
    "Prompt Perfect",
    "GitHub Copilot Chat",
    "Assistant",
]


@pytest.mark.parametrize("text", REFUSED)
def test_a_volume_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        volume.refuse(text)
    assert refused.value.sentence == (
        f"“{text}” is about how much AI is used, which Candor never asks or counts, because people feed a number that is "
        "counted until it means nothing: ask what came of the work instead."
    )


@pytest.mark.parametrize("text", [*ALLOWED, *TOOLS])
def test_an_outcome_is_let_through(text: str) -> None:
    volume.refuse(text)


def test_both_lists_are_long_enough_to_mean_something() -> None:
    assert len(set(REFUSED)) == len(REFUSED) >= 40
    assert len(set(ALLOWED)) == len(ALLOWED) >= 40


@pytest.mark.parametrize(
    ("text", "options", "named"),
    [
        ("How many did you write?", ["Prompts", "Letters"], "Prompts"),
        ("How was it?", ["Good", "More than 10 prompts"], "More than 10 prompts"),
        ("Do you use AI?", ["Daily", "Weekly", "Never"], "Do you use AI?"),
        ("Do you work with Copilot?", ["Several times a day", "No"], "Do you work with Copilot?"),
        ("Nutzt du KI?", ["Oft", "Selten"], "Nutzt du KI?"),
        ("How much of it was done", ["with AI", "by hand"], "with AI"),
    ],
)
def test_an_option_can_make_a_volume_of_an_innocent_question(text: str, options: list[str], named: str) -> None:
    with pytest.raises(Refusal, match=f"^“{named.replace('?', '[?]')}” is about how much AI is used"):
        volume.refuse(text, options)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Did you use AI for this one?", ["Yes", "No", "Tried, then finished without"]),
        ("Would you use AI for this again?", ["Always", "Sometimes", "Never"]),
        ("How often did the customer come back?", ["Never", "Once", "Several times"]),
        ("Which tool did you use?", ["Copilot", "None"]),
        ("How did you use AI?", ["To draft", "To check every figure", "To find a name"]),
        *((question.text, [option.words for option in question.options]) for question in wording.QUESTIONS),
    ],
)
def test_a_question_about_one_task_may_have_any_options(text: str, options: list[str]) -> None:
    volume.refuse(text, options)


def test_the_use_of_a_team_s_own_tool_is_a_volume_too() -> None:
    volume.refuse("How often do you use Drafter?")  # nobody can know what Drafter is
    with pytest.raises(Refusal, match=r"^“How often do you use Drafter"):
        volume.refuse("How often do you use Drafter?", tools=["Code helper", "Drafter"])
    with pytest.raises(Refusal, match=r"^“Code-helper sessions”"):
        volume.refuse("What was it?", ["Code-helper sessions"], tools=["Code helper"])
    volume.refuse("How often did Drafter get it wrong?", ["Never"], tools=["Drafter", " ", "("])


def test_a_long_text_is_not_said_back_whole() -> None:
    with pytest.raises(Refusal, match=r"^“How often do you use AI x{96}…” is about"):
        volume.refuse("How often do you use AI " + "x" * 500)


VOLUMES = [
    "prompt_count", "prompts", "tokens", "token", "tokens_used", "token_count", "ai_sessions", "sessions",
    "session_count", "usage", "ai_usage", "usage_rate", "adoption", "adoption_rate", "share_with_ai", "tasks_with_ai",
    "tasks_without_ai", "answers_with_ai", "ai_share", "pct_with_ai", "n_with_ai", "count_with_ai", "people_with_ai",
    "ai_users", "minutes_with_ai", "hours_of_ai", "ai_hours", "aiHours", "promptCount", "seats", "licences", "logins",
    "credits", "uses", "use_count", "times_used", "count", "counts", "how_often", "how_many", "task_count", "n_tasks",
    "ai_messages", "requests_to_ai", "copilot_requests", "llm_calls", "lines_by_ai", "ai_rate", "ai_score",
    "acceptance_rate_ai", "time_with_ai",
]  # fmt: skip
FIGURES = [
    "typical_with_ai", "typical_without_ai", "fixed_with_ai", "below_standard_with_ai", "unfinished_with_ai",
    "dropped_ai", "right_skip", "regretted_use", "used_because_expected", "cost_with_ai", "cost_per_task_with_ai",
    "tools_per_month", "rate_per_hour", "currency", "people", "more_tasks", "more_weeks", "hidden_types", "ratio", "low",
    "high", "level", "minutes", "fix_minutes", "expected_minutes", "why_ai", "with_ai", "without_ai", "skip_reasons",
    "left_out", "fixing_open", "per_week", "attempts", "question_ts", "slack_bot_token", "slack_app_token",
    "member_count", "tool", "tools", "tasks_unused", "median_minutes_with_ai", "error_rate_with_ai",
]  # fmt: skip


@pytest.mark.parametrize("name", VOLUMES)
def test_a_name_for_a_volume_is_known(name: str) -> None:
    assert volume.named(name)


@pytest.mark.parametrize("name", FIGURES)
def test_the_name_of_a_figure_is_none(name: str) -> None:
    assert not volume.named(name)


@pytest.mark.parametrize(
    ("sentence", "is_one"),
    [
        ("Usage went up.", True),
        ("more prompts than last week", True),
        ("A tenth more sessions.", True),
        ("60 % of the tasks were done with AI", True),
        ("About half of the tasks were done with AI.", True),
        ("of the tasks done without AI, right that way: about 60 %", False),
        ("Of the tasks done with AI, rather without next time: few (observed).", False),
        ("fixing was needed for about 20 % of the tasks with AI and about 30 % of those without", False),
        ("About 40 % of the tasks on which AI was tried were finished without it (observed).", False),
        ("AI was used on tasks expected to take 10 % less time than the others.", False),
        ("most tasks done without AI were right that way for Bug triage (observed)", False),
        ("A finished task cost about 54 EUR with AI and 30 EUR without.", False),
    ],
)
def test_our_own_sentences_have_no_use_for_the_words(sentence: str, is_one: bool) -> None:
    assert volume.said(sentence) is is_one


@given(st.text())
def test_any_text_is_let_through_or_refused_with_one_sentence(text: str) -> None:
    if volume.asks(text):
        with pytest.raises(Refusal, match=r"instead\.$"):
            volume.refuse(text)
    else:
        volume.refuse(text)


@pytest.mark.parametrize("piece", ["how often ", "how many tasks with ", "ai ", "share of ", "prompts", "use ai often "])
def test_a_long_text_takes_no_long_time(piece: str) -> None:
    begun = time.perf_counter()
    volume.asks(piece * (20_000 // len(piece)))
    assert time.perf_counter() - begun < 5
