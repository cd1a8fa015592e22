"""The maintainers' commands: check, new, unanswered, reports, upkeep."""

import re
from dataclasses import asdict
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from core.check import check as check_content
from core.exam import failures_by_entry, read_paper
from core.health import health
from core.reading import Fault
from core.reports import report
from core.reports import text as report_text
from core.schemas import write as write_schemas
from core.skeletons import skeleton
from handlers.command_line.building import (
    ROOT,
    AsJson,
    On,
    day_of,
    json_text,
    open_journal,
    read_content,
    read_environment,
    stop,
    today,
)

app = typer.Typer()


class Span(StrEnum):
    """Which report."""

    week = "week"
    month = "month"


class NewKind(StrEnum):
    """What can be made new."""

    guide = "guide"
    faq = "faq"
    campaign = "campaign"


@app.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="只看这些文件")] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """检查全部内容：格式、依据、俗称、编号，以及每个条目自己的考题。"""
    _, faults = check_content(ROOT, day_of(on))
    if paths:
        wanted = {_relative(path) for path in paths}
        faults = [
            fault
            for fault in faults
            if any(fault.path == name or fault.path.startswith(name + "/") for name in wanted)
        ]
    errors = sum(fault.level == "error" for fault in faults)
    if as_json:
        print(json_text([_fault_record(fault) for fault in faults]))
    else:
        for fault in faults:
            print(fault)
        print(f"错误 {errors} 处，提醒 {len(faults) - errors} 处。")
    raise typer.Exit(1 if errors else 0)


@app.command()
def unanswered(
    days: Annotated[int, typer.Option(help="看最近多少天")] = 30, as_json: AsJson = False
) -> None:
    """没答上来的问题，相似的放在一起。"""
    journal = open_journal(read_environment())
    since = datetime.now(ZoneInfo("UTC")) - timedelta(days=days)
    clusters = journal.unanswered(since)
    if trouble := journal.health():
        stop(trouble)
    if as_json:
        print(json_text([asdict(cluster) for cluster in clusters]))
        return
    for cluster in clusters:
        print(cluster)
    print(f"最近 {days} 天共 {len(clusters)} 组没答上来的问题。")


@app.command("health")
def show_health(
    on: On = None,
    local: Annotated[bool, typer.Option("--local", help="列出要办事窗口告诉我们的每一件")] = False,
    as_json: AsJson = False,
) -> None:
    """每个条目的红黄绿：谁负责、哪天复核、还缺什么。"""
    day = day_of(on)
    loaded, faults = check_content(ROOT, day)
    states = health(loaded, faults, failures_by_entry(read_paper(ROOT)), day)
    if as_json:
        print(json_text([asdict(state) for state in states]))
        return
    for state in states:
        reasons = "，".join(state.reasons) or "没有问题"
        print(
            f"{state.colour}　{state.entry}　{state.title}　{state.owner}　"
            f"复核 {state.review_by}　等窗口填 {len(state.local)} 项　{reasons}"
        )
        for fact in state.local if local else ():
            print(f"　　· {fact}")
    counts = "　".join(
        f"{colour} {sum(state.colour == colour for state in states)}" for colour in "红黄绿"
    )
    print(f"共 {len(states)} 个：{counts}")


@app.command("report")
def write_report(
    span: Annotated[Span, typer.Argument(help="week 上一周，month 上个月")], on: On = None
) -> None:
    """周报、月报：问了多少，答得怎样，哪些还没有答案。"""
    journal = open_journal(read_environment())
    found = report(journal, span.value, day_of(on))
    since = datetime.combine(found.first, datetime.min.time(), ZoneInfo("Asia/Shanghai"))
    if trouble := journal.health():
        stop(trouble)
    print(report_text(found, read_content(), journal.unanswered(since)))


@app.command()
def new(
    kind: Annotated[
        NewKind, typer.Argument(help="guide 办事指南，faq 普法问答，campaign 普法活动")
    ],
    entry_id: Annotated[str, typer.Argument(metavar="编号", help="小写字母、数字和短横线")],
) -> None:
    """新建一个带说明的空白文件和它的考题。"""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry_id) or len(entry_id) > 30:
        stop("编号只能用小写字母、数字和短横线，最长 30 个字符，例如 lost-certificate")
    files = skeleton(kind.value, entry_id, today())
    for name in files:
        if (ROOT / name).exists():
            stop(f"{name} 已经有了，换一个编号，或者直接改那个文件。")
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
    settings = read_environment()
    keep = days if days is not None else settings.retention_days
    journal = open_journal(settings)
    removed = journal.purge(datetime.now(ZoneInfo("UTC")) - timedelta(days=keep))
    if removed is None:
        stop(f"没有删成：{journal.health()}")
    print(f"删掉了 {removed} 条 {keep} 天以前的记录。")


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
