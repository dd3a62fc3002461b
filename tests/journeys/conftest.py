"""Every journey runs by each door, and on each database."""

import pytest

VARIANTS = [("http", "sqlite"), ("socket", "sqlite"), ("http", "postgres")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if {"door", "database_url"} <= set(metafunc.fixturenames):
        names = [f"{door}-{engine}" for door, engine in VARIANTS]
        metafunc.parametrize(("door", "database_url"), VARIANTS, indirect=True, ids=names)
