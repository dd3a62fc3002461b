"""One driver for all tests here, and a scene on the engine the test is run on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.scene import Driver, Scene, scene


@pytest.fixture(scope="session")
def driver() -> Iterator[Driver]:
    running = Driver()
    yield running
    running.close()


@pytest.fixture
def on(tmp_path: Path, database_url: str, driver: Driver) -> Iterator[Scene]:
    """Three people, and an app that is started, killed and started again."""
    with scene(tmp_path, database_url, driver) as prepared:
        yield prepared
