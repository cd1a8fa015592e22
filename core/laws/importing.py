"""Taking an official text into the data folder: read, compared with the register, then written whole.

Read are JSON lines (``law, number, text, chapter …``), Markdown (a title, chapters, 第…条) and the
.docx of the national law database. Nothing is written unless everything fits.
"""

import json
import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from core.laws.register import LawRegister, plain_name
from core.models import Law
from core.text.numerals import read_numeral

MAX_BYTES = 20_000_000  # Of the file; the longest code has under 3 MB as text.
MAX_UNPACKED = 60_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ARTICLE = re.compile(
    r"^第([〇零一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九]))?[ 　\s]*(.*)$"
)
_HEADING = re.compile(r"^第[一二三四五六七八九十百]+(?:分编|编|章|节)")


class ImportRefused(Exception):
    """The file cannot be taken; the message is a Chinese sentence that says why and what to do."""


@dataclass(frozen=True)
class Row:
    """One article as read."""

    number: int
    branch: int | None
    chapter: str
    text: str


@dataclass(frozen=True)
class ImportReport:
    """What was taken: the law, how many articles, and whether an older import was replaced."""

    law: Law
    articles: int
    replaced: bool
    path: Path


def import_text(path: Path, folder: Path, register: LawRegister, day: date) -> ImportReport:
    """Import one file into ``folder``, or raise ImportRefused and leave everything as it was."""
    title, rows = _read(path)
    law = register.named(title)
    if law is None:
        raise ImportRefused(f"{path.name}：法规登记里没有“{title}”，请先在 laws/ 里登记，再导入")
    _compare(path.name, law, rows, day)
    target = folder / f"{law.id}.jsonl"
    replaced = target.exists()
    folder.mkdir(parents=True, exist_ok=True)
    swap = target.with_suffix(f".{os.getpid()}.tmp")
    swap.write_text(
        "".join(
            json.dumps(
                {
                    "law": law.short,
                    "number": row.number,
                    "branch": row.branch,
                    "chapter": row.chapter,
                    "text": row.text,
                },
                ensure_ascii=False,
            )
            + "\n"
            for row in rows
        ),
        encoding="utf-8",
    )
    swap.replace(target)
    return ImportReport(law, len(rows), replaced, target)


def _compare(name: str, law: Law, rows: list[Row], day: date) -> None:
    if not rows:
        raise ImportRefused(f"{name}：没有找到“第…条”，请检查是不是法律全文")
    keys = [(row.number, row.branch) for row in rows]
    twice = [number for (number, _), times in Counter(keys).items() if times > 1]
    if twice:
        raise ImportRefused(
            f"{name}：第 {twice[0]} 条出现了两次，请检查文件（目录是不是混进来了）"
        )
    numbers = {number for number, _ in keys}
    gaps = sorted(set(range(1, max(numbers) + 1)) - numbers)
    if gaps:
        listed = "、".join(map(str, gaps[:8]))
        raise ImportRefused(f"{name}：缺第 {listed} 条（共缺 {len(gaps)} 条），请补全后再导入")
    version = law.version_on(day) or max(law.versions, key=lambda each: each.from_)
    if version.articles and max(numbers) != version.articles:
        raise ImportRefused(
            f"{name}：文件里有 {max(numbers)} 条，登记的《{law.short}》"
            f"（{version.name or version.from_}）是 {version.articles} 条；"
            "请确认是不是同一个版本，或者先改登记"
        )
    empty = [row.number for row in rows if not row.text.strip()]
    if empty:
        raise ImportRefused(f"{name}：第 {empty[0]} 条没有内容，请补上")


def _read(path: Path) -> tuple[str, list[Row]]:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ImportRefused(f"{path.name}：文件打不开，请检查路径和权限") from error
    if size > MAX_BYTES:
        raise ImportRefused(
            f"{path.name}：文件有 {size // 1_000_000} MB，超过 {MAX_BYTES // 1_000_000} MB，不像一部法律的文本"
        )
    if path.suffix == ".docx":
        return _plain(path, _docx_lines(path))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{path.name}：不是 UTF-8 编码，请另存为 UTF-8 再导入") from error
    if path.suffix == ".jsonl":
        return _json_lines(path, text)
    if path.suffix in (".md", ".txt"):
        return _plain(path, (line.lstrip("#").strip() for line in text.splitlines()))
    raise ImportRefused(f"{path.name}：只认 .jsonl、.md 和 .docx 文件")


def _json_lines(path: Path, text: str) -> tuple[str, list[Row]]:
    titles, rows = set(), []
    for index, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            branch = re.search(r"条之([一二三四五六七八九])", str(data.get("article", "")))
            rows.append(
                Row(
                    int(data["number"]),
                    read_numeral(branch[1]) if branch else data.get("branch"),
                    str(data.get("chapter", "")),
                    str(data["text"]),
                )
            )
            titles.add(str(data["law"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ImportRefused(
                f"{path.name}:{index}：这一行不对，每行要有 law、number、text 三项"
            ) from error
    if len(titles) != 1:
        raise ImportRefused(f"{path.name}：一个文件只能有一部法律，现在有 {len(titles)} 部")
    return titles.pop(), rows


def _plain(path: Path, lines: Iterable[str]) -> tuple[str, list[Row]]:
    title, chapter = "", ""
    rows: list[Row] = []
    for line in lines:
        text = line.replace("\u3000", " ").strip()
        if not text:
            continue
        if match := _ARTICLE.match(text):
            branch = read_numeral(match[2]) if match[2] else None
            rows.append(Row(read_numeral(match[1]) or 0, branch, chapter, match[3].strip()))
        elif _HEADING.match(text):
            chapter = text
        elif rows:
            last = rows[-1]
            rows[-1] = Row(last.number, last.branch, last.chapter, f"{last.text}\n{text}".strip())
        elif not title and not text.startswith(("（", "(", "目")):
            title = plain_name(text)
    if not title:
        raise ImportRefused(f"{path.name}：开头没有找到法律名称")
    return title, rows


def _docx_lines(path: Path) -> Iterator[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            information = archive.getinfo("word/document.xml")
            if information.file_size > MAX_UNPACKED:
                raise ImportRefused(f"{path.name}：解开以后太大，不像一部法律的文本")
            data = archive.read(information)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, EOFError) as error:
        raise ImportRefused(f"{path.name}：不是完好的 Word 文件（.docx），请重新下载") from error
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ImportRefused(f"{path.name}：Word 文件里有不该有的内容，没有导入")
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise ImportRefused(f"{path.name}：Word 文件的内容坏了，请重新下载") from error
    for paragraph in root.iter(f"{_W}p"):
        yield "".join(node.text or "" for node in paragraph.iter(f"{_W}t"))
