"""Settings: every fault at once, each with an example, and never the value itself."""

from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings, load

TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-made-up-for-the-test",
    "SLACK_APP_TOKEN": "xapp-made-up-for-the-test",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
}
ALL = tuple(name.lower() for name in TOKENS)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder, and an environment without our variables."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sentence(*needs: str, **environment: str) -> str:
    with pytest.raises(BadSettings) as refused:
        load(needs, environment)
    return refused.value.sentence


def test_the_defaults_need_nothing() -> None:
    settings = load()
    assert (settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret) == ("", "", "")
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///candor.db"
    assert (settings.port, settings.log_level, settings.log_format) == (3000, "INFO", "text")


def test_every_missing_setting_is_named_at_once_with_an_example() -> None:
    told = sentence(*ALL)
    for name, example in (("SLACK_BOT_TOKEN", "xoxb-…"), ("SLACK_APP_TOKEN", "xapp-…"), ("SLACK_SIGNING_SECRET", "32 letters")):
        assert f"{name} is not set, for example {example}" in told
    assert len(told.splitlines()) == 4


def test_only_what_is_needed_is_missed() -> None:
    assert load(("slack_bot_token",), {"SLACK_BOT_TOKEN": TOKENS["SLACK_BOT_TOKEN"]}).slack_app_token == ""


def test_missing_and_malformed_ones_are_named_together() -> None:
    told = sentence(
        *ALL, SLACK_BOT_TOKEN="xoxp-of-a-person", SLACK_API_URL="slack.com/api", DATABASE_URL="mysql://somewhere/candor"
    )
    assert "SLACK_BOT_TOKEN does not look right; expected xoxb-…" in told
    assert "SLACK_APP_TOKEN is not set" in told
    assert "SLACK_SIGNING_SECRET is not set" in told
    assert "SLACK_API_URL does not look right; expected https://slack.com/api/" in told
    assert "DATABASE_URL does not look right; expected sqlite:///candor.db" in told


def test_faults_of_every_kind_are_named_together() -> None:
    told = sentence(*ALL, PORT="http", LOG_LEVEL="loud", LOG_FORMAT="xml", DATABASE_URL="nowhere")
    for name in ("PORT", "LOG_LEVEL", "LOG_FORMAT", "DATABASE_URL", *TOKENS):
        assert name in told


MALFORMED = [
    ("SLACK_BOT_TOKEN", "xapp-the-tokens-are-swapped"),
    ("SLACK_BOT_TOKEN", "xoxb-short"),
    ("SLACK_BOT_TOKEN", "xoxb-with a space in it"),
    ("SLACK_BOT_TOKEN", "Bearer xoxb-made-up-for-the-test"),
    ("SLACK_APP_TOKEN", "xoxb-the-tokens-are-swapped"),
    ("SLACK_APP_TOKEN", '"xapp-still-in-quotes"'),
    ("SLACK_SIGNING_SECRET", "short"),
    ("SLACK_SIGNING_SECRET", "v0=0123456789abcdef0123456789abcdef"),
    ("SLACK_API_URL", "https://slack.example/api"),
    ("SLACK_API_URL", "slack.example/api/"),
    ("DATABASE_URL", "of-ours.db"),
    ("DATABASE_URL", "sqlite://of-ours.db"),
    ("DATABASE_URL", "mysql://candor:secret-of-the-database@host/candor"),
]


@pytest.mark.parametrize(("name", "value"), MALFORMED, ids=[f"{name}={value}" for name, value in MALFORMED])
def test_a_malformed_one_is_named_and_its_value_is_not(name: str, value: str) -> None:
    told = sentence(*ALL, **{**TOKENS, name: value})
    assert told.startswith("Some settings need your attention:")
    assert f"{name} does not look right; expected" in told
    assert value not in told
    assert "secret-of-the-database" not in told
    assert not any(token in told for token in TOKENS.values())
    assert len(told.splitlines()) == 2


@pytest.mark.parametrize(
    "url",
    ["sqlite:///candor.db", "postgres://candor:pw@host/candor", "postgresql://host/candor", "postgresql+psycopg://host/candor"],
)
def test_a_database_is_sqlite_or_postgresql(url: str) -> None:
    assert load((), {"DATABASE_URL": url}).database_url == url


def test_a_port_that_is_no_number_is_not_repeated() -> None:
    told = sentence(**TOKENS, PORT=TOKENS["SLACK_BOT_TOKEN"])
    assert "PORT" in told
    assert TOKENS["SLACK_BOT_TOKEN"] not in told


def test_the_environment_wins_over_the_file_and_empty_is_not_set(nothing_set: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nothing_set / ".env").write_text("PORT=4000\nLOG_FORMAT=json\nUNKNOWN_TO_US=yes\n", encoding="utf-8")
    monkeypatch.setenv("PORT", "5000")
    monkeypatch.setenv("LOG_FORMAT", "")
    settings = load()
    assert (settings.port, settings.log_format) == (5000, "json")


def test_settings_stay_as_they_were_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().port = 1


@pytest.mark.parametrize(("name", "value"), [("KEEP_WORDS_DAYS", "0"), ("KEEP_ROWS_MONTHS", "11"), ("KEEP_ROWS_MONTHS", "two")])
def test_how_long_things_are_kept_has_bounds(name: str, value: str) -> None:
    assert f"{name} does not look right; expected" in sentence(**{name: value})


def test_how_long_things_are_kept_can_be_set() -> None:
    settings = load((), {"KEEP_WORDS_DAYS": "30", "KEEP_ROWS_MONTHS": "12"})
    assert (settings.keep_words_days, settings.keep_rows_months) == (30, 12)
