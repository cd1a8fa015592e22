"""The journal on real files: what it keeps, what it forgets, and every way it can fail."""

import logging
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.journal import Row

KEY = b"a key for tests"
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
PHONE = "13800138000"
posix = pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")


def row(utterance: str | None = "房产证丢了怎么补", **changes: object) -> Row:
    plain = Row(
        at=NOW,
        channel="telegram",
        chat="0123456789abcdef",
        utterance=utterance,  # type: ignore[arg-type]
        status="answered",
        kind="guide",
        entry="lost-certificate",
        facet="fee",
        candidates=(("lost-certificate", 0.91), ("transfer", 0.2)),
        content="d1g3st",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def raw(path: Path) -> bytes:
    """Everything that SQLite keeps of the journal on disk."""
    return b"".join(part.read_bytes() for part in sorted(path.parent.glob(path.name + "*")))


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
