"""The pictures of the README and the docs: each is there, small, and made by the script, so that none goes stale unseen."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.demo.screenshots import BROWSERS, PICTURES, SHOTS, chart, take, trial
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "pictures"
README = (ROOT / "README.md").read_text(encoding="utf-8")
TRIALS = (ROOT / "docs" / "trials.md").read_text(encoding="utf-8")
IN_DOCS = ["trial.png"]
MOST = 120 * 1024
PNG = b"\x89PNG\r\n\x1a\n"


def shown() -> list[dict[str, str]]:
    """The attributes of every picture in the README, and then in what is told of trials."""
    return [dict(re.findall(r'(\w+)="([^"]*)"', tag)) for text in (README, TRIALS) for tag in re.findall(r"<img [^>]*>", text)]


def test_every_picture_of_the_script_is_shown_and_none_besides() -> None:
    in_readme = [f"docs/pictures/{name}" for name in PICTURES if name not in IN_DOCS]
    assert [one["src"] for one in shown()] == [*in_readme, *(f"pictures/{name}" for name in IN_DOCS)]
    assert "![" not in README + TRIALS


def test_every_picture_is_there_and_none_is_left_over() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(PICTURES)


def test_every_picture_is_described_and_sized() -> None:
    for one in shown():
        assert len(one["alt"]) > 40
        assert one["alt"].endswith(".")
        assert one["width"].endswith("%")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_a_small_png(name: str) -> None:
    content = (FOLDER / name).read_bytes()
    assert content.startswith(PNG)
    assert len(content) <= MOST


def test_the_script_makes_the_pictures(tmp_path: Path) -> None:
    """All but the chart and the trial, which a team has after some weeks: this one is a week old."""
    if not any(map(shutil.which, BROWSERS)):
        pytest.skip(f"there is no browser here: none of {', '.join(BROWSERS)} is on the PATH")
    shots = tuple((name, shot) for name, shot in SHOTS if shot not in (chart, trial))
    with ThreadPoolExecutor(1) as apart:  # the browser of other tests has the loop of this thread
        apart.submit(take, tmp_path, weeks=1, shots=shots).result()
    assert {path.name for path in tmp_path.iterdir()} == {name for name, _ in shots}
    assert all(path.read_bytes().startswith(PNG) for path in tmp_path.iterdir())
