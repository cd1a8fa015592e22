"""The only thing to run: builds the objects and hands them in.  python bot.py --help"""

import asyncio
import contextlib
import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import typer

from core.answering import Answerer
from core.article_search import ArticleSearch
from core.check import check as check_content
from core.content import Content, load
from core.curve import csv_text, curve, svg_text
from core.desk import Desk, Parts
from core.evaluation import evaluate, read_labelled, reply_record, summary
from core.journal import Journal, load_hash_key
from core.laws import LawTexts
from core.laws.importing import ImportRefused, import_text
from core.laws.status import law_statuses
from core.matcher import Matcher
from core.models import Conversation, Reply
from core.reading import Fault
from core.reports import report
from core.reports import text as report_text
from core.schemas import write as write_schemas
from core.settings import SettingError, Settings, read_settings, unknown_settings
from core.signals.encoder import Embedder, find_embedder
from core.skeletons import skeleton


class Span(StrEnum):
    """Which report."""

    week = "week"
    month = "month"


class NewKind(StrEnum):
    """What can be made new."""

    guide = "guide"
    faq = "faq"
    campaign = "campaign"


ROOT = Path(__file__).resolve().parent
app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="问答机器人"
)
On = Annotated[
    str | None, typer.Option("--on", metavar="日期", help="按这一天回答，例如 2027-01-01")
]
AsJson = Annotated[bool, typer.Option("--json", help="给程序看的 JSON")]
Lines = Annotated[bool, typer.Option("--jsonl", help="从标准输入逐行读，逐行写 JSON")]


def today() -> date:
    """The day in Hangzhou."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


@app.command()
def chat() -> None:
    """在终端里对话。"""
    from handlers.terminal_chat import run_terminal

    settings = _settings()
    journal = _journal(settings)
    desk = _desk(settings, journal)
    desk.watch()
    try:
        run_terminal(desk.current, today, journal.chat_hash("terminal", "local"))
    finally:
        desk.close()
        journal.close()


@app.command()
def telegram() -> None:
    """在 Telegram 上回答（长轮询）；令牌放在环境变量 BOT_TOKEN 里。"""
    from handlers.telegram_chat import build, run
    from handlers.telegram_chat.secrets import guard_logs

    settings = _settings()
    if not settings.token:
        _stop("没有令牌。请先设环境变量 BOT_TOKEN（向 @BotFather 申请），再运行这个命令。")
    guard_logs(settings.token, settings.hash_key or "")
    journal = _journal(settings)
    desk = _desk(settings, journal)
    desk.watch()
    try:
        application = build(settings.token, desk.current, today, settings.api_base_url)
        code = asyncio.run(run(application))
    finally:
        desk.close()
        journal.close()
    raise typer.Exit(code)


@app.command()
def ask(
    utterance: Annotated[str | None, typer.Argument(help="市民的原话")] = None,
    on: On = None,
    explain: Annotated[bool, typer.Option("--explain", help="列出候选、信号和判定")] = False,
    as_json: AsJson = False,
    jsonl: Lines = False,
) -> None:
    """问一句，答一句；不写问询日志。"""
    answerer, day = _answerer(_settings()), _day(on)
    if jsonl:
        for text in _utterances():
            print(_json(_answered(answerer, text, day)[1]), flush=True)
        return
    if utterance is None:
        _stop("请写上要问的话，例如：python bot.py ask “房产证丢了怎么补”")
    reply, record = _answered(answerer, str(utterance), day)
    print(_json(record) if as_json else reply.text)
    if not as_json:
        for choice in reply.choices:
            print(f"  [{choice.label}] {choice.data}")
    if explain:
        print(_explanation(answerer, reply))


@app.command()
def index() -> None:
    """把慢的部分（句子编码）提前算好。"""
    settings = _settings()
    if _embedder(settings) is None:
        print("没有句子编码器，不需要索引。")
        return
    _answerer(settings)
    print("索引是最新的。")


@app.command()
def articles(
    question: Annotated[str | None, typer.Argument(help="要找条文的问题")] = None,
    on: On = None,
    jsonl: Lines = False,
) -> None:
    """按问题给条文排序；不写问询日志。"""
    settings, day = _settings(), _day(on)
    content = _content()
    search = ArticleSearch(content, _texts(content, settings), day)
    for text in _utterances() if jsonl else [question or ""]:
        start = time.perf_counter()
        found = [[each.law, each.number, each.score] for each in search.rank(text)]
        ms = round((time.perf_counter() - start) * 1000, 3)
        if jsonl:
            print(_json({"utterance": text, "articles": found, "ms": ms}), flush=True)
        else:
            for law, number, score in found:
                print(f"{score:.2f}　《{law}》第{number}条")


laws_app = typer.Typer(no_args_is_help=True, help="法规登记和法律文本")
app.add_typer(laws_app, name="laws")


@laws_app.command("status")
def laws_status(on: On = None) -> None:
    """哪些现行，哪些还没施行，哪些已失效，哪些没有文本，被谁引用。"""
    content = _content()
    cited: dict[str, list[str]] = {}
    for entry in content.entries.values():
        for law in dict.fromkeys(citation.law for citation in entry.citations):
            cited.setdefault(law, []).append(entry.id)
    for status in law_statuses(content.register, _texts(content, _settings()), cited, _day(on)):
        print(status)


@laws_app.command("show")
def laws_show(
    law: Annotated[str, typer.Argument(help="法名")],
    number: Annotated[int, typer.Argument(help="条号")],
    on: On = None,
) -> None:
    """看一条。"""
    answerer = Answerer(_content(), None, None, _texts(_content(), _settings()))
    print(answerer.ask(f"{law}第{number}条", Conversation(), _day(on)).text)


@laws_app.command("import")
def laws_import(
    files: Annotated[list[Path], typer.Argument(help=".jsonl、.md 或 .docx")], on: On = None
) -> None:
    """把法律文本导入数据文件夹；有缺、有重、条数不对就不导入。"""
    settings, refused = _settings(), 0
    for path in files:
        try:
            done = import_text(
                path, ROOT / settings.data_dir / "laws", _content().register, _day(on)
            )
        except ImportRefused as error:
            print(error, file=sys.stderr)
            refused += 1
        else:
            what = "更新" if done.replaced else "导入"
            print(f"已{what}《{done.law.short}》{done.articles} 条。")
    raise typer.Exit(1 if refused else 0)


@app.command()
def export(jsonl: Lines = False) -> None:
    """列出可以匹配到的条目，一行一个。"""
    for entry in _content().entries.values():
        print(
            _json(
                {
                    "entry": entry.id,
                    "kind": entry.kind,
                    "code": entry.code,
                    "articles": [list(pair) for pair in entry.articles],
                    "texts": list(entry.texts),
                }
            )
        )


@app.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="只看这些文件")] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """检查全部内容：格式、依据、俗称、编号，以及每个条目自己的考题。"""
    _, faults = check_content(ROOT, _day(on))
    if paths:
        wanted = {_relative(path) for path in paths}
        faults = [
            fault
            for fault in faults
            if any(fault.path == name or fault.path.startswith(name + "/") for name in wanted)
        ]
    errors = sum(fault.level == "error" for fault in faults)
    if as_json:
        print(_json([_fault_record(fault) for fault in faults]))
    else:
        for fault in faults:
            print(fault)
        print(f"错误 {errors} 处，提醒 {len(faults) - errors} 处。")
    raise typer.Exit(1 if errors else 0)


@app.command("eval")
def evaluate_sets(
    files: Annotated[list[Path], typer.Argument(help="标注好的问题（JSON lines）")],
    on: On = None,
    wrong: Annotated[bool, typer.Option("--wrong", help="列出答错的")] = False,
    curves: Annotated[
        Path | None, typer.Option("--curve", metavar="文件夹", help="风险—覆盖曲线（CSV 和图）")
    ] = None,
) -> None:
    """在标注好的问题上测量质量；不写问询日志。"""
    answerer = _answerer(_settings())
    for path in files:
        outcomes = evaluate(answerer, read_labelled(path), _day(on))
        print(_json({"file": path.name, **summary(outcomes)}))
        if curves:
            curves.mkdir(parents=True, exist_ok=True)
            points = curve(outcomes)
            (curves / f"{path.stem}.csv").write_text(csv_text(points), encoding="utf-8")
            (curves / f"{path.stem}.svg").write_text(svg_text(points, path.stem), "utf-8")
        for outcome in outcomes if wrong else ():
            if outcome.status == "answered" and not outcome.right:
                print(f"  {outcome.score:.2f} {outcome.entry} ← {outcome.row.query}")


@app.command()
def unanswered(
    days: Annotated[int, typer.Option(help="看最近多少天")] = 30, as_json: AsJson = False
) -> None:
    """没答上来的问题，相似的放在一起。"""
    journal = _journal(_settings())
    since = datetime.now(ZoneInfo("UTC")) - timedelta(days=days)
    clusters = journal.unanswered(since)
    if trouble := journal.health():
        _stop(trouble)
    if as_json:
        print(_json([asdict(cluster) for cluster in clusters]))
        return
    for cluster in clusters:
        print(cluster)
    print(f"最近 {days} 天共 {len(clusters)} 组没答上来的问题。")


@app.command("report")
def write_report(
    span: Annotated[Span, typer.Argument(help="week 上一周，month 上个月")], on: On = None
) -> None:
    """周报、月报：问了多少，答得怎样，哪些还没有答案。"""
    journal = _journal(_settings())
    found = report(journal, span.value, _day(on))
    since = datetime.combine(found.first, datetime.min.time(), ZoneInfo("Asia/Shanghai"))
    if trouble := journal.health():
        _stop(trouble)
    print(report_text(found, _content(), journal.unanswered(since)))


@app.command()
def new(
    kind: Annotated[
        NewKind, typer.Argument(help="guide 办事指南，faq 普法问答，campaign 普法活动")
    ],
    entry_id: Annotated[str, typer.Argument(metavar="编号", help="小写字母、数字和短横线")],
) -> None:
    """新建一个带说明的空白文件和它的考题。"""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry_id) or len(entry_id) > 30:
        _stop("编号只能用小写字母、数字和短横线，最长 30 个字符，例如 lost-certificate")
    files = skeleton(kind.value, entry_id, today())
    for name in files:
        if (ROOT / name).exists():
            _stop(f"{name} 已经有了，换一个编号，或者直接改那个文件。")
    for name, body in files.items():
        (ROOT / name).write_text(body, encoding="utf-8")
        print(f"已新建 {name}")
    print("写好后运行 python bot.py check 检查。")


@app.command()
def schema() -> None:
    """重新生成 docs/schemas 里给编辑器用的 JSON Schema。"""
    write_schemas(ROOT)
    print("docs/schemas 已更新。")


@app.command()
def purge(days: Annotated[int | None, typer.Option(help="删掉多少天以前的记录")] = None) -> None:
    """删掉过了保存期限的问询日志。"""
    settings = _settings()
    keep = days if days is not None else settings.retention_days
    journal = _journal(settings)
    removed = journal.purge(datetime.now(ZoneInfo("UTC")) - timedelta(days=keep))
    if removed is None:
        _stop(f"没有删成：{journal.health()}")
    print(f"删掉了 {removed} 条 {keep} 天以前的记录。")


def _settings() -> Settings:
    for warning in unknown_settings():
        print(f"提醒：{warning}", file=sys.stderr)
    try:
        return read_settings()
    except SettingError as error:
        _stop(str(error))


def _content() -> Content:
    loaded = load(ROOT)
    if loaded.content is None:
        for fault in sorted(loaded.faults):
            print(fault, file=sys.stderr)
        _stop("内容有错误，先改好上面这些地方（python bot.py check 可以再查一遍）。")
    return loaded.content


def _texts(content: Content, settings: Settings) -> LawTexts:
    return LawTexts(content.register, ROOT / settings.data_dir / "laws")


def _embedder(settings: Settings) -> Embedder | None:
    try:
        return find_embedder(settings.encoder)
    except ImportError as error:
        _stop(str(error))


def _answerer(settings: Settings) -> Answerer:
    """An answerer for one-off commands: no journal, and the index is waited for."""
    content = _content()
    matcher = Matcher(content, embedder=_embedder(settings), folder=ROOT / settings.data_dir)
    matcher.prepare(_progress)
    return Answerer(content, None, matcher, _texts(content, settings))


def _desk(settings: Settings, journal: Journal) -> Desk:
    parts = Parts(ROOT, ROOT / settings.data_dir, today, journal, _embedder(settings))
    return Desk(parts, _content())


def _progress(done: int, of: int) -> None:
    print(f"\r正在编码 {done}/{of}", end="" if done < of else "\n", file=sys.stderr, flush=True)


def _journal(settings: Settings) -> Journal:
    folder = ROOT / settings.data_dir
    return Journal(folder / "journal.db", load_hash_key(folder, settings.hash_key))


def _stop(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    raise typer.Exit(2)


def _day(on: str | None) -> date:
    if on is None:
        return today()
    try:
        return date.fromisoformat(on)
    except ValueError:
        _stop(f"日期要写成 2026-11-24 这样的格式，现在是“{on}”")


def _utterances() -> Iterator[str]:
    for raw in sys.stdin:
        line = raw.rstrip("\n")
        if line.startswith("{"):
            # What is no such object is an utterance that begins with a brace.
            with contextlib.suppress(ValueError, KeyError, TypeError):
                line = str(json.loads(line)["query"])
        yield line


def _answered(answerer: Answerer, text: str, day: date) -> tuple[Reply, dict[str, Any]]:
    start = time.perf_counter()
    reply = answerer.ask(text, Conversation(), day)
    ms = (time.perf_counter() - start) * 1000
    return reply, reply_record(answerer, text, reply, ms)


def _explanation(answerer: Answerer, reply: Reply) -> str:
    lines = [f"判定：{reply.status}（{reply.why}）"]
    for item in reply.candidates:
        signals = "　".join(f"{name} {score:.2f}" for name, score in item.signals)
        lines.append(f"{item.score:.3f} {item.entry}　{signals}")
    return "\n".join(lines)


def _relative(path: Path) -> str:
    absolute = path.resolve()
    return absolute.relative_to(ROOT).as_posix() if absolute.is_relative_to(ROOT) else str(path)


def _fault_record(fault: Fault) -> dict[str, Any]:
    return {
        "path": fault.path,
        "line": fault.line,
        "level": fault.level,
        "message": fault.message,
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


if __name__ == "__main__":
    app()
