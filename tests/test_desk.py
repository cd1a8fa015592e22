"""Staff edit, the desk takes it: as a whole, within seconds, and never a faulty set."""

import logging
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.content import load
from core.desk import Desk, Parts
from core.models import Conversation
from tests.conftest import ROOT, TODAY

GUIDE = "guides/lost-certificate.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("laws", "faq", "guides"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def desk(root: Path) -> Iterator[Desk]:
    content = load(root).content
    assert content is not None
    made = Desk(Parts(root, root / "var", lambda: TODAY), content)
    yield made
    made.close()


def fee(desk: Desk) -> str:
    return desk.current().choose("lost-certificate:fee", Conversation(), TODAY).text


def edit(root: Path, old: str, new: str) -> None:
    path = root / GUIDE
    text = path.read_text(encoding="utf-8")
    assert old in text
    swap = path.with_suffix(".tmp")
    swap.write_text(text.replace(old, new), encoding="utf-8")
    swap.replace(path)


def until(true: Callable[[], bool]) -> None:
    for _ in range(400):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def test_a_good_change_is_taken_while_watching(root: Path, desk: Desk) -> None:
    desk.watch()
    time.sleep(0.5)
    edit(root, "yuan: 10", "yuan: 12")
    until(lambda: "12 元" in fee(desk))


def test_a_faulty_change_is_refused_and_told(
    root: Path, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        desk.watch()
        time.sleep(0.5)
        edit(root, "yuan: 10", "yuan: 十二")
        until(lambda: "没有采用" in caplog.text)
    assert GUIDE in caplog.text
    assert "10 元" in fee(desk)
    edit(root, "yuan: 十二", "yuan: 13")
    until(lambda: "13 元" in fee(desk))


def test_a_file_half_written_then_finished_is_no_fault(root: Path, desk: Desk) -> None:
    path = root / GUIDE
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[:900], encoding="utf-8")
    assert desk.reload()
    assert "10 元" in fee(desk)
    path.write_text(whole.replace("yuan: 10", "yuan: 11"), encoding="utf-8")
    assert desk.reload() == []
    assert "11 元" in fee(desk)


def test_a_removed_entry_is_gone_and_its_old_button_is_told(root: Path, desk: Desk) -> None:
    for path in (root / "guides").glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("lost-certificate, ", "")
        path.write_text(
            text.replace(", lost-certificate", "").replace("[lost-certificate]", "[]"),
            encoding="utf-8",
        )
    for path in (root / "faq").glob("*/*.yaml"):
        text = path.read_text(encoding="utf-8").replace("  - lost-certificate\n", "")
        path.write_text(text.replace("code: REG-28\n", ""), encoding="utf-8")
    asks = root / "faq/_ask_back.yaml"
    lines = asks.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "entry: lost-certificate" not in line]
    asks.write_text("".join(kept), encoding="utf-8")
    (root / GUIDE).unlink()
    assert desk.reload() == []
    assert "已经更新" in fee(desk)
