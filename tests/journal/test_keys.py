"""Keys, hashes, numbers."""

import re
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.journal import Journal, from_base36, load_hash_key, to_base36
from tests.journal import KEY, posix, warnings


def test_chat_hashes_are_keyed_and_say_nothing(journal: Journal, path: Path) -> None:
    one = journal.chat_hash("telegram", 5551234567)
    assert re.fullmatch("[0-9a-f]{16}", one)
    assert one == journal.chat_hash("telegram", "5551234567")
    assert one != journal.chat_hash("web", "5551234567")
    assert one != Journal(path, b"another").chat_hash("telegram", "5551234567")
    assert journal.chat_hash("web", "\ud800")
    assert KEY.decode() not in repr(journal)


def test_the_configured_key_wins_and_makes_no_file(tmp_path: Path) -> None:
    assert load_hash_key(tmp_path / "var", "secret") == b"secret"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("configured", [None, ""])
def test_a_key_is_made_once(tmp_path: Path, configured: str | None) -> None:
    key = load_hash_key(tmp_path / "var", configured)
    assert re.fullmatch(b"[0-9a-f]{64}", key)
    assert load_hash_key(tmp_path / "var", configured) == key
    assert [part.name for part in (tmp_path / "var").iterdir()] == ["hash.key"]


@posix
def test_the_key_is_for_its_owner_only(tmp_path: Path) -> None:
    load_hash_key(tmp_path / "var", None)
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "var" / "hash.key").stat().st_mode) == 0o600


def test_all_who_start_at_once_get_one_key(tmp_path: Path) -> None:
    for attempt in range(20):
        start = threading.Barrier(8)

        def load(
            start: threading.Barrier = start, folder: Path = tmp_path / str(attempt)
        ) -> bytes:
            start.wait(30)
            return load_hash_key(folder, None)

        with ThreadPoolExecutor(8) as pool:
            keys = {future.result() for future in [pool.submit(load) for _ in range(8)]}
        assert len(keys) == 1


def test_without_a_key_file_the_bot_runs_on_and_the_operator_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "hash.key").mkdir()
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "hash.key").touch()
    for folder in (tmp_path, tmp_path / "file", tmp_path / "empty"):
        caplog.clear()
        key = load_hash_key(folder, None)
        assert len(key) == 64
        (told,) = warnings(caplog)
        assert str(folder / "hash.key") in told
        assert "BOT_HASH_KEY" in told
        assert key.decode() not in caplog.text


@pytest.mark.parametrize("number", [0, 1, 35, 36, 1295, 46655, 10**9, 36**12 - 1])
def test_base_36_there_and_back(number: int) -> None:
    assert from_base36(to_base36(number)) == number
    assert int(to_base36(number), 36) == number


@pytest.mark.parametrize(
    "text",
    ["", "-1", "+1", " 1", "1\n", "A", "1_0", "é", "\uff11", "\u0661", "z" * 13, "@", "1.0"],
)
def test_what_is_no_base_36_number(text: str) -> None:
    assert from_base36(text) is None


def test_negative_numbers_have_no_base_36() -> None:
    with pytest.raises(ValueError, match="negative"):
        to_base36(-1)
