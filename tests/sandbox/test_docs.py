"""The page about the sandbox: its example runs as it stands there, and prints what it says."""

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")


def fenced(marker: str) -> str:
    found = re.search(rf"<!-- {re.escape(marker)} -->\n```\w+\n(.*?)```", PAGE, re.DOTALL)
    assert found, f"there is no block marked {marker!r}"
    return found[1]


def test_the_example_runs_and_prints_what_ada_sees(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(fenced("sandbox: an app of somebody else"), "docs/sandbox.md", "exec"), {})  # noqa: S102 - our own page
    assert capsys.readouterr().out == fenced("sandbox: what it prints")
