"""A journal on a real file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.journal import Journal, store
from tests.journal import KEY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal(path, KEY) as journal:
        yield journal


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "PATIENCE", 0.05)
