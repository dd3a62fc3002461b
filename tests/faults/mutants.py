"""Protections taken away one at a time, to see that each is missed: `python -m tests.faults.mutants` tells by which test.

The project is copied, one line of the copy is changed, and the named test is run there. It has to fail; in the copy that
nothing was changed in, all of them have to pass. `docs/design.md` has the same list, and a test compares.
"""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent.parent
FOLDERS = ("bot", "storage", "sandbox", "tests")
FILES = ("manifest.yml", "pyproject.toml")
WHERE = ("tests/faults", "tests/journeys", "tests/storage", "tests/test_two_processes.py")


@dataclass(frozen=True)
class Protection:
    """What is taken away: `line` of `file` becomes `instead`, and one of `tests` fails."""

    name: str
    file: str
    line: str
    instead: str
    tests: tuple[str, ...]


PROTECTIONS = (
    Protection(
        "the unique key of a letter",
        "storage/migrations/versions/0001_the_first_tables.py",
        'sa.UniqueConstraint("key", name=op.f("uq_letter_key")),',
        "",
        ("test_a_letter_is_owed_once_for_its_key_and_the_transaction_goes_on",),
    ),
    Protection(
        "the unique key of a check-in",
        "storage/migrations/versions/0001_the_first_tables.py",
        '"team_id", "person_id", "local_date", "slot", name=',
        '"team_id", "person_id", "local_date", "slot", "id", name=',
        ("test_a_check_in_is_planned_once_for_a_person_and_a_date",),
    ),
    Protection(
        "the compare-and-set of a claim",
        "storage/outbox.py",
        ".where(col(Letter.id).in_(numbers), col(Letter.state) == PENDING)",
        ".where(col(Letter.id).in_(numbers))",
        ("test_a_letter_is_claimed_by_one_of_many",),
    ),
    Protection(
        "the claim's own mark",
        "storage/outbox.py",
        "col(Letter.claim) == letter.claim, col(Letter.state) == before)",
        "col(Letter.state) == before)",
        ("test_a_claim_that_was_lost_records_nothing_over_the_one_that_followed",),
    ),
    Protection(
        "the SDK's retries off",
        "bot/slack/messenger.py",
        "timeout=TIMEOUT, retry_handlers=[])\n\n\nclass",
        "timeout=TIMEOUT)\n\n\nclass",
        ("test_a_dropped_connection_is_not_tried_again_by_the_sdk",),
    ),
    Protection(
        "the commit before the acknowledgement",
        "bot/app.py",
        "process_before_response=True,",
        "process_before_response=False,",
        ("test_a_reply_whose_reader_is_killed_is_taken_once_when_slack_brings_it_again",),
    ),
    Protection(
        "the compare-and-set of a lease",
        "storage/leases.py",
        "col(Lease.workspace) == workspace, free)",
        "col(Lease.workspace) == workspace)",
        ("test_a_lease_is_held_by_one_until_it_runs_out_or_is_given_back", "test_only_the_holder_of_the_lease_sends"),
    ),
    Protection(
        "the look before a second send",
        "bot/deliver/doubts.py",
        "found = _find(services, letter)\n    except (TryLater, InDoubt) as silent:\n        if now - (letter",
        "found = []\n    except (TryLater, InDoubt) as silent:\n        if now - (letter",
        ("test_whatever_goes_wrong_with_a_post_everybody_is_asked_once",),
    ),
)


def missed_by(protection: Protection | None, tests: tuple[str, ...]) -> list[str]:
    """Which of these tests fail without this protection."""
    with TemporaryDirectory() as folder:
        here = Path(folder)
        for name in FOLDERS:
            shutil.copytree(ROOT / name, here / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in FILES:
            shutil.copy(ROOT / name, here / name)
        if protection:
            changed = here / protection.file
            text = changed.read_text(encoding="utf-8")
            if text.count(protection.line) != 1:
                raise ValueError(f"{protection.name}: its line stands {text.count(protection.line)} times in {protection.file}")
            changed.write_text(text.replace(protection.line, protection.instead), encoding="utf-8")
        return [test for test in tests if not _passes(here, test)]


def _passes(folder: Path, test: str) -> bool:
    words = ("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-k", test, *WHERE)
    ended = subprocess.run((sys.executable, *words), cwd=folder, capture_output=True, check=False)
    if ended.returncode not in (0, 1):
        raise ValueError(f"{test} could not be run: pytest ended with {ended.returncode}")
    return ended.returncode == 0


def main() -> int:
    """A line for each protection; 1 if one of them is not missed."""
    everything = tuple(test for protection in PROTECTIONS for test in protection.tests)
    broken = missed_by(None, everything)
    sys.stdout.write(f"nothing taken away: {', '.join(broken) or 'all pass'}\n")
    kept = True
    for protection in PROTECTIONS:
        missed = missed_by(protection, protection.tests)
        kept &= missed == list(protection.tests)
        sys.stdout.write(f"{protection.name}: {', '.join(missed) or 'not missed'}\n")
        sys.stdout.flush()
    return 0 if kept and not broken else 1


if __name__ == "__main__":
    sys.exit(main())
