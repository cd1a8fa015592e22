"""The floors of core/: a module imports only from floors below its own; core knows no channel."""

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

FLOORS = [
    {"models", "text", "settings", "reading", "skeletons"},
    {"laws", "journal", "signals", "schemas"},
    {"content", "campaigns", "ranking"},
    {"matcher", "article_search"},
    {"answering"},
    {"evaluation", "exam"},
    {"check", "curve"},
    {"health", "reports", "desk", "explaining"},
]
FLOOR_OF = {name: number for number, floor in enumerate(FLOORS) for name in floor}
CHANNELS = {"telegram", "starlette", "uvicorn", "rich", "handlers", "bot", "httpx", "aiohttp"}
MODULES = sorted((ROOT / "core").rglob("*.py"))


def imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return names


def part(path: Path) -> str:
    return path.relative_to(ROOT / "core").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_only_from_floors_below(path: Path) -> None:
    own = part(path)
    if own == "__init__":
        return
    assert own in FLOOR_OF, f"core/{own} has no floor: give it one in {Path(__file__).name}"
    for name in imports(path):
        if not name.startswith("core."):
            continue
        other = name.split(".")[1]
        assert other == own or FLOOR_OF[other] < FLOOR_OF[own], f"{own} imports core.{other}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_core_knows_no_channel(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & CHANNELS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_core_never_reads_the_calendar(path: Path) -> None:
    assert "date.today(" not in path.read_text(encoding="utf-8")
