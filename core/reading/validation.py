"""Plain data as a frozen model, or every fault of its form, in Chinese."""

import difflib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from core.reading.source import Fault, Place, Source, parse, read_text

M = TypeVar("M", bound=BaseModel)


def validate(source: Source, model: type[M]) -> tuple[M | None, list[Fault]]:
    """Return the model built from ``source``, or every fault of its form."""
    if not isinstance(source.data, dict):
        return None, [source.fault((), "文件应当是“字段: 内容”的形式，现在是空的或是别的形式")]
    try:
        return model.model_validate(source.data), []
    except ValidationError as error:
        return None, sorted(
            {_fault(source, model, item) for item in error.errors(include_url=False)}
        )


def read(path: Path, name: str, model: type[M]) -> tuple[M | None, Source | None, list[Fault]]:
    """Read one file into a model. The source is returned whenever the YAML itself could be read."""
    text = read_text(path, name)
    if isinstance(text, Fault):
        return None, None, [text]
    source, faults = parse(text, name)
    if source is None:
        return None, None, faults
    value, more = validate(source, model)
    return (None if faults else value), source, faults + more


def _fault(source: Source, model: type[BaseModel], item: Any) -> Fault:
    place: Place = tuple(item["loc"])
    if at := item.get("ctx", {}).get("at"):
        place = (*place, at)
    where = _spoken(place)
    return source.fault(place, where + _message(source, model, place, item))


def _spoken(place: Place) -> str:
    words = [f"第 {part + 1} 项" if isinstance(part, int) else f"“{part}”" for part in place]
    return " 的 ".join(words) + "：" if words else ""


def _message(source: Source, model: type[BaseModel], place: Place, item: Any) -> str:
    kind, context = item["type"], item.get("ctx", {})
    if kind == "content":
        return str(context["message"])
    if kind == "missing":
        return "这个字段必须填写，现在没有"
    if kind == "extra_forbidden":
        return "没有这个字段" + _did_you_mean(model, place)
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return "这里要写成“字段: 内容”的形式（下一行缩进两格）"
    if kind in ("tuple_type", "list_type"):
        return "这里要写成列表：每一项另起一行，以“- ”开头"
    if kind == "string_type":
        return "这里要写一段文字，不能是列表、下级内容或空白"
    if kind == "string_too_short":
        return "这里不能空着"
    if kind == "string_too_long":
        return f"文字太长，最多 {context['max_length']} 个字，请精简或拆开"
    if kind == "too_short":
        return f"至少要写 {context['min_length']} 项"
    if kind == "too_long":
        return f"最多写 {context['max_length']} 项"
    if kind in ("literal_error", "enum"):
        return "只能填这几种之一：" + _alternatives(str(context["expected"]))
    if kind == "greater_than_equal":
        return f"数字不能小于 {context['ge']}"
    if kind == "string_pattern_mismatch":
        return f"写法不对（{item['input']}）；目录编号是三个大写字母加两位数字，例如 REG-28"
    return "这里的内容不符合要求，请对照 docs/tasks 里的字段说明"


def _alternatives(expected: str) -> str:
    return expected.replace("'", "").replace(" or ", "、").replace(", ", "、")


def _did_you_mean(model: type[BaseModel], place: Place) -> str:
    known = _keys_at(model.model_json_schema(), place)
    close = difflib.get_close_matches(str(place[-1]), known, n=1, cutoff=0.6)
    if close:
        return f"，是不是想写“{close[0]}”？"
    return "，请删掉；这里可用的字段有：" + "、".join(known) if known else "，请删掉"


def _keys_at(schema: dict[str, Any], place: Place) -> list[str]:
    node = schema
    for part in place[:-1]:
        node = _resolve(schema, node)
        node = node.get("items", {}) if isinstance(part, int) else node["properties"].get(part, {})
    return list(_resolve(schema, node).get("properties", {}))


def _resolve(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    for alternative in node.get("anyOf", []):
        if "$ref" in alternative or alternative.get("type") in ("array", "object"):
            node = alternative
            break
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    return dict(node)
