"""Fixtures: the real content, an answerer on it, a fresh journal in a real SQLite file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from core.answering import Answerer
from core.content import Content, load
from core.journal import Journal
from core.matcher import Matcher

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
TODAY = date(2026, 11, 24)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip tests that need the bureau's notes where they are absent."""
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason=f"{SHARED.name}/ is not beside the checkout")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def content() -> Content:
    loaded = load(ROOT)
    assert loaded.content is not None, "\n".join(map(str, loaded.faults))
    return loaded.content


@pytest.fixture(scope="session")
def matcher(content: Content) -> Matcher:
    return Matcher(content)


@pytest.fixture(scope="session")
def answerer_alone(content: Content, matcher: Matcher) -> Answerer:
    """An answerer that writes nothing down."""
    return Answerer(content, None, matcher)


@pytest.fixture
def fresh_journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "journal.db", b"a key for tests")
    yield journal
    journal.close()


@pytest.fixture
def answerer(content: Content, matcher: Matcher, fresh_journal: Journal) -> Answerer:
    return Answerer(content, fresh_journal, matcher)
