"""What every command builds first: settings, content, journal, answerer; and how it stops."""

import json
import subprocess
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import typer

from core.answering import Answerer
from core.content import Content, load
from core.desk import Desk, Parts
from core.journal import Journal, load_hash_key
from core.laws import LawTexts
from core.matcher import Matcher
from core.settings import SettingError, Settings, read_settings, unknown_settings
from core.signals.encoder import Embedder, find_embedder

ROOT = Path(__file__).resolve().parent.parent.parent
On = Annotated[
    str | None, typer.Option("--on", metavar="日期", help="按这一天回答，例如 2027-01-01")
]
AsJson = Annotated[bool, typer.Option("--json", help="给程序看的 JSON")]
Lines = Annotated[bool, typer.Option("--jsonl", help="从标准输入逐行读，逐行写 JSON")]


def today() -> date:
    """The day in Hangzhou."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def read_environment() -> Settings:
    """Read the environment; unknown variables are warned of, bad values stop."""
    for warning in unknown_settings():
        print(f"提醒：{warning}", file=sys.stderr)
    try:
        return read_settings()
    except SettingError as error:
        stop(str(error))


def read_content() -> Content:
    """Read the content, or stop with every fault."""
    loaded = load(ROOT)
    if loaded.content is None:
        for fault in sorted(loaded.faults):
            print(fault, file=sys.stderr)
        stop("内容有错误，先改好上面这些地方（python bot.py check 可以再查一遍）。")
    return loaded.content


def law_texts(content: Content, settings: Settings) -> LawTexts:
    """The law texts, imported ones first."""
    return LawTexts(content.register, ROOT / settings.data_dir / "laws")


def embedder(settings: Settings) -> Embedder | None:
    """The sentence encoder that the settings ask for, or None."""
    try:
        return find_embedder(settings.encoder)
    except ImportError as error:
        stop(str(error))


def batch_answerer(settings: Settings) -> Answerer:
    """An answerer for one-off commands: no journal, and the index is waited for."""
    content = read_content()
    matcher = Matcher(content, embedder=embedder(settings), folder=ROOT / settings.data_dir)
    matcher.prepare(show_progress)
    return Answerer(content, None, matcher, law_texts(content, settings))


def serving_desk(settings: Settings, journal: Journal) -> Desk:
    """The desk in service, with its journal."""
    parts = Parts(ROOT, ROOT / settings.data_dir, today, journal, embedder(settings))
    return Desk(parts, read_content())


def show_progress(done: int, of: int) -> None:
    """Show how far the encoding is."""
    print(f"\r正在编码 {done}/{of}", end="" if done < of else "\n", file=sys.stderr, flush=True)


def show_asked(done: int, of: int) -> None:
    """Show how far the questions are."""
    if sys.stderr.isatty() or done == of:
        print(f"\r已问 {done}/{of}", end="" if done < of else "\n", file=sys.stderr, flush=True)


def outcomes_of(against: str, files: list[Path], day: date) -> dict[str, Any]:
    """Return outcomes saved in a file, or those of a revision, measured in a checkout beside."""
    if Path(against).is_file():
        return dict(json.loads(Path(against).read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory() as folder:
        tree, kept = Path(folder) / "tree", Path(folder) / "kept.json"
        commands: list[list[str]] = [
            ["git", "-C", str(ROOT), "worktree", "add", "--quiet", "--detach", str(tree), against],
            [sys.executable, str(tree / "bot.py"), "eval", "--on", str(day), "--save", str(kept)]
            + [str(path.resolve()) for path in files],
        ]
        try:
            for command in commands:
                subprocess.run(command, check=True, capture_output=True, text=True)
            return dict(json.loads(kept.read_text(encoding="utf-8")))
        except subprocess.CalledProcessError as error:
            stop(f"测不了“{against}”：{error.stderr.strip()[-300:]}")
        finally:
            subprocess.run(
                ["git", "-C", ROOT, "worktree", "remove", "--force", tree], capture_output=True
            )


def open_journal(settings: Settings) -> Journal:
    """The journal in the data folder."""
    folder = ROOT / settings.data_dir
    return Journal(folder / "journal.db", load_hash_key(folder, settings.hash_key))


def stop(message: str) -> NoReturn:
    """Tell why and end with exit code 2."""
    print(message, file=sys.stderr)
    raise typer.Exit(2)


def day_of(on: str | None) -> date:
    """The day given with --on, or today."""
    if on is None:
        return today()
    try:
        return date.fromisoformat(on)
    except ValueError:
        stop(f"日期要写成 2026-11-24 这样的格式，现在是“{on}”")


def json_text(value: Any) -> str:
    """Return one line of JSON."""
    return json.dumps(value, ensure_ascii=False, default=str)
