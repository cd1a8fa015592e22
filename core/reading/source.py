"""YAML text as plain data with the line of every value; what cannot be taken is a fault.

YAML is read as events, never as Python objects: scalars stay as written (``010``, ``12:00``,
``no``), a repeated key is a fault, and nesting is counted before anything recursive sees the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

MAX_BYTES = 1_000_000
MAX_DEPTH = 20

Place = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with the content, with the place where staff can mend it."""

    path: str
    line: int
    message: str
    level: Literal["error", "warning"] = field(default="error", compare=False)

    def __str__(self) -> str:
        prefix = "" if self.level == "error" else "提醒："
        return f"{self.path}:{self.line}: {prefix}{self.message}"


@dataclass(frozen=True)
class Source:
    """A file's plain data with the line of every value, and the name under which it is reported."""

    path: str
    data: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """Return the line of ``place``, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(
        self, place: Place, message: str, level: Literal["error", "warning"] = "error"
    ) -> Fault:
        """Return a fault at ``place``."""
        return Fault(self.path, self.line(place), message, level)


def read_text(path: Path, name: str) -> str | Fault:
    """Return the text of a file, or why it cannot be taken."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return Fault(name, 1, f"文件超过 {MAX_BYTES // 1000} KB，请拆成几个文件")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return Fault(name, line, "文件不是 UTF-8 编码，请在编辑器里选“另存为 UTF-8”后再保存")
    except OSError as error:
        return Fault(
            name, 1, f"文件打不开（错误号 {error.errno}），请检查文件是否还在、有没有读取权限"
        )


def parse(text: str, name: str) -> tuple[Source | None, list[Fault]]:
    """Turn YAML text into plain data of dicts, lists and strings, with line numbers.

    An empty value (``key:``) is dropped from its mapping, as if not written.
    """
    faults: list[Fault] = []
    lines: dict[Place, int] = {}
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        data = _build(events, name, lines, faults)
    except _Refused as refused:
        return None, [*faults, Fault(name, refused.line, refused.message)]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 1 if mark else _line_of_character(text, error)
        return None, [*faults, Fault(name, line, _yaml_message(error))]
    return Source(name, data, lines), faults


class _Refused(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


@dataclass
class _Open:
    """A mapping or list still being filled; ``key`` is the mapping key awaiting its value."""

    value: Any
    place: Place
    key: str | None = None
    skip: bool = False


def _build(events: Iterator[Any], name: str, lines: dict[Place, int], faults: list[Fault]) -> Any:
    root: list[Any] = []
    stack: list[_Open] = []
    documents = 0

    def place_of_next() -> Place:
        if not stack:
            return ()
        top = stack[-1]
        return (*top.place, top.key if isinstance(top.value, dict) else len(top.value))  # type: ignore[arg-type]

    def add(value: Any) -> None:
        if not stack:
            root.append(value)
            return
        top = stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        else:
            if not top.skip and value is not None:
                top.value[top.key] = value
            top.key, top.skip = None, False

    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused(line, "一个文件只能有一份内容，请删掉中间的“---”，或者拆成两个文件")
        if getattr(event, "anchor", None):
            raise _Refused(
                line,
                f"不支持 & 和 * 的引用写法（{event.anchor}），请把内容完整写出来；文字以 & 或 * 开头时加引号",
            )
        if getattr(event, "tag", None) and event.tag != "!":
            raise _Refused(line, "不支持 ! 开头的类型标记；文字以 ! 开头时请加引号")
        if isinstance(event, yaml.ScalarEvent):
            top = stack[-1] if stack else None
            if top and isinstance(top.value, dict) and top.key is None:
                top.key = event.value
                key_place = (*top.place, event.value)
                if event.value in top.value:
                    first = lines.get(key_place, 1)
                    faults.append(
                        Fault(
                            name,
                            line,
                            f"“{event.value}”写了两次（上一次在第 {first} 行），请只留一个",
                        )
                    )
                    top.skip = True
                else:
                    lines[key_place] = line
                continue
            empty = event.implicit[0] and event.value in ("", "~", "null")
            place = place_of_next()
            if not (stack and isinstance(stack[-1].value, dict)):
                lines[place] = line
            add(None if empty else _joined(event))
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            top = stack[-1] if stack else None
            if top and isinstance(top.value, dict) and top.key is None:
                raise _Refused(line, "冒号左边只能是一个词，不能是列表或另一组内容")
            if len(stack) >= MAX_DEPTH:
                raise _Refused(
                    line, f"嵌套超过 {MAX_DEPTH} 层，内容不需要这么深，请检查缩进和括号"
                )
            place = place_of_next()
            lines.setdefault(place, line)
            stack.append(_Open({} if isinstance(event, yaml.MappingStartEvent) else [], place))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = stack.pop()
            add(done.value)
    return root[0] if root else None


# Between two wide characters, where YAML folding puts a space that Chinese does not want.
_WIDE_GAP = re.compile(r"(?<=[\u2014-\uffef]) (?=[\u2014-\uffef])")


def _joined(event: Any) -> str:
    """Return a scalar's text; Chinese that was folded over several lines is joined without gaps."""
    folded = event.style not in ("|",) and event.start_mark.line != event.end_mark.line
    return _WIDE_GAP.sub("", event.value) if folded else str(event.value)


_YAML_PROBLEMS = {
    "mapping values are not allowed": "这一行多了一个冒号，或者缩进不对；文字里有冒号加空格时，整句要加引号",
    "could not find expected ':'": "这一行缺冒号，或者冒号后面缺空格",
    "did not find expected key": "缩进没有对齐，或者引号没有成对",
    "did not find expected '-' indicator": "列表的“-”没有对齐",
    "found character that cannot start any token": "这一行以特殊符号开头（如 @、`、% 或制表符），请加引号；缩进只能用空格",
    "found a tab character": "缩进里有制表符（Tab），请全部换成空格",
    "found unexpected end of stream": "引号或括号没有成对，直到文件末尾也没有找到另一半",
    "did not find expected ',' or": "方括号或花括号里缺逗号，或者没有成对",
    "found undefined alias": "文字以 * 开头时请加引号",
    "did not find expected alphabetic": "文字以 & 或 * 开头时请加引号",
    "found unknown escape character": "双引号里的反斜杠（\\）要写两个，或者改用单引号",
    "control characters are not allowed": "文件里有看不见的控制字符，请删掉后重新输入这一行",
}


def _yaml_message(error: yaml.YAMLError) -> str:
    text = str(error)
    for known, message in _YAML_PROBLEMS.items():
        if known in text:
            return message
    return "这一行附近不符合 YAML 写法，请检查缩进、冒号后面的空格和引号是否成对"


def _line_of_character(text: str, error: yaml.YAMLError) -> int:
    position = getattr(error, "position", None)
    return text[:position].count("\n") + 1 if isinstance(position, int) else 1
