"""Commands that try and measure; none of them writes to the journal."""

import contextlib
import json
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from core import explaining
from core.answering import Answerer
from core.article_search import ArticleSearch
from core.curve import csv_text, curve, svg_text
from core.evaluation import (
    Labelled,
    Outcome,
    calibration,
    changes,
    confusions,
    evaluate,
    groups,
    read_labelled,
    reply_record,
    saved,
    summary,
    too_close,
)
from core.models import Conversation, Reply
from handlers.command_line.building import (
    ROOT,
    AsJson,
    Lines,
    On,
    batch_answerer,
    day_of,
    embedder,
    json_text,
    law_texts,
    outcomes_of,
    read_content,
    read_environment,
    show_asked,
    show_progress,
    stop,
)

app = typer.Typer()


@app.command()
def ask(
    utterance: Annotated[str | None, typer.Argument(help="市民的原话")] = None,
    on: On = None,
    explain: Annotated[bool, typer.Option("--explain", help="说明为什么这样答、要改哪里")] = False,
    as_json: AsJson = False,
    jsonl: Lines = False,
) -> None:
    """问一句，答一句；不写问询日志。"""
    answerer, day = batch_answerer(read_environment()), day_of(on)
    if jsonl:
        for text in _utterances():
            print(json_text(_answered(answerer, text, day)[1]), flush=True)
        return
    if utterance is None:
        stop("请写上要问的话，例如：python bot.py ask “房产证丢了怎么补”")
    reply, record = _answered(answerer, str(utterance), day)
    print(json_text(record) if as_json else reply.text)
    if not as_json:
        for choice in reply.choices:
            print(f"  [{choice.label}] {choice.data}")
    if explain:
        print("\n" + explaining.explain(str(utterance), reply, answerer.matcher, answerer.content))


@app.command()
def index() -> None:
    """把慢的部分（句子编码）提前算好。"""
    settings = read_environment()
    if embedder(settings) is None:
        print("没有句子编码器，不需要索引。")
        return
    batch_answerer(settings)
    print("索引是最新的。")


@app.command()
def articles(
    question: Annotated[str | None, typer.Argument(help="要找条文的问题")] = None,
    on: On = None,
    jsonl: Lines = False,
) -> None:
    """按问题给条文排序；不写问询日志。"""
    settings, day = read_environment(), day_of(on)
    content = read_content()
    folder = ROOT / settings.data_dir
    search = ArticleSearch(content, law_texts(content, settings), day, embedder(settings), folder)
    search.prepare(show_progress)
    for text in _utterances() if jsonl else [question or ""]:
        start = time.perf_counter()
        found = [[each.law, each.number, each.score] for each in search.rank(text)]
        ms = round((time.perf_counter() - start) * 1000, 3)
        if jsonl:
            print(json_text({"utterance": text, "articles": found, "ms": ms}), flush=True)
        else:
            for law, number, score in found:
                print(f"{score:.2f}　《{law}》第{number}条")


@app.command()
def export(jsonl: Lines = False) -> None:
    """列出可以匹配到的条目，一行一个。"""
    for entry in read_content().entries.values():
        print(
            json_text(
                {
                    "entry": entry.id,
                    "kind": entry.kind,
                    "code": entry.code,
                    "articles": [list(pair) for pair in entry.articles],
                    "texts": list(entry.texts),
                }
            )
        )


@app.command("eval")
def evaluate_sets(
    files: Annotated[list[Path], typer.Argument(help="标注好的问题（JSON lines）")],
    on: On = None,
    wrong: Annotated[bool, typer.Option("--wrong", help="列出答错的")] = False,
    details: Annotated[
        bool, typer.Option("--details", help="按意图、长短、主题分开；校准；最常混淆的")
    ] = False,
    curves: Annotated[
        Path | None, typer.Option("--curve", metavar="文件夹", help="风险—覆盖曲线（CSV 和图）")
    ] = None,
    save: Annotated[Path | None, typer.Option("--save", metavar="文件", help="存下结果")] = None,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="文件或版本", help="和存下的结果，或 git 里的版本比"),
    ] = None,
) -> None:
    """在标注好的问题上测量质量；不写问询日志。"""
    answerer, day = batch_answerer(read_environment()), day_of(on)
    before = outcomes_of(against, files, day) if against else {}
    kept = {}
    for path in files:
        outcomes = evaluate(answerer, _labelled(path), day, show_asked)
        kept[path.name] = saved(outcomes)
        print(json_text({"file": path.name, **summary(outcomes)}))
        if curves:
            curves.mkdir(parents=True, exist_ok=True)
            points = curve(outcomes)
            (curves / f"{path.stem}.csv").write_text(csv_text(points), encoding="utf-8")
            (curves / f"{path.stem}.svg").write_text(svg_text(points, path.stem), "utf-8")
        for outcome in outcomes if wrong else ():
            if outcome.status == "answered" and not outcome.right:
                print(
                    f"  {outcome.score:.2f} {outcome.entry} ← {outcome.row.id} {outcome.row.query}"
                )
        for line in _details(outcomes) if details else ():
            print(line)
        if against:
            print("\n".join(changes(before.get(path.name, {}), outcomes)))
    for text, entry, row in too_close(answerer.content, [r for f in files for r in _labelled(f)]):
        told = f"提醒：{entry} 的俗称“{text}”和测量题 {row} 太近，请换掉，否则测量就不准了"
        print(told, file=sys.stderr)
    if save:
        save.write_text(json_text(kept), encoding="utf-8")


def _labelled(path: Path) -> list[Labelled]:
    try:
        return read_labelled(path)
    except (OSError, ValueError) as error:
        stop(str(error))


def _details(outcomes: list[Outcome]) -> Iterator[str]:
    for name, figures in groups(outcomes).items():
        yield f"  {name}　{json_text(figures)}"
    for low, high, count, right in calibration(outcomes):
        if count:
            yield f"  分数 {low:.1f}～{high:.1f}　{count} 行　首选对的 {right}"
    for right_entry, got, times in confusions(outcomes):
        yield f"  应是 {right_entry}，首选 {got}　{times} 次"


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
