"""Strict reading: every fault with its place, in Chinese, all at once."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models import Guide, Statement, TermFile
from core.models.base import Model, Several, Text
from core.reading import MAX_BYTES, parse, read, validate


class Note(Model):
    text: Text
    tags: Several[Text] = ()
    more: Statement | None = None


def faults_of(text: str, model: type[Model] = Note) -> list[str]:
    source, faults = parse(text, "f.yaml")
    if source is not None:
        _, more = validate(source, model)
        faults += more
    return [str(fault) for fault in faults]


@pytest.mark.parametrize(
    "written", ["010", "12:00", "no", "on", "1.10", "0x1F", "2026-11-24", "~x"]
)
def test_strings_stay_as_written(written: str) -> None:
    source, faults = parse(f"text: {written}\n", "f.yaml")
    assert not faults
    assert source is not None
    assert source.data == {"text": written}


def test_chinese_folded_over_lines_is_joined_without_gaps() -> None:
    source, _ = parse("text: >-\n  第一行，\n  第二行 ABC\n  word\n", "f.yaml")
    assert source is not None
    assert source.data == {"text": "第一行，第二行 ABC word"}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("text: a\ntext: b\n", 2, "写了两次（上一次在第 1 行）"),
        ("text: a\ntag: [b]\n", 2, "是不是想写“tags”"),
        ("text: a\nzzz: b\n", 2, "请删掉；这里可用的字段有"),
        ("tags: [a]\n", 1, "“text”：这个字段必须填写"),
        ("text: a\ntags: b\n", 2, "这里要写成列表"),
        ("text: a\ntags:\n  - a: b\n", 3, "要写一段文字"),
        ("text: [a]\n", 1, "要写一段文字"),
        ("text: a\nmore:\n  text: b\n  from: 2026-13-01\n", 4, "日历上没有 2026-13-01"),
        ("text: a\nmore: {text: b, from: 20261124}\n", 2, "日期要写成 2026-11-24 这样"),
        ("text: a\nmore:\n  text: b\n  from: 2026-02-01\n  until: 2026-01-01\n", 5, "早于 from"),
        ("text: a\nmore: {text: b, to_confirm: 是}\n", 2, "只能写 true"),
        ("text: &a b\n", 1, "不支持 & 和 *"),
        ("text: *a\n", 1, "引用写法"),
        ("text: !!int 3\n", 1, "类型标记"),
        ("text: a: b\n", 1, "多了一个冒号"),
        ("text: [a, b\n", 2, "逗号"),
        ("text: 'a\n", 2, "没有成对"),
        ("\ttext: a\n", 1, "制表符"),
        ("text: @a\n", 1, "请加引号"),
        ("text: a\n---\ntext: b\n", 2, "一个文件只能有一份内容"),
        ("? [a]\n: b\n", 1, "冒号左边只能是一个词"),
        ("", 1, "字段: 内容"),
        ("- a\n", 1, "字段: 内容"),
        ("text: \x07\n", 1, "控制字符"),
    ],
)
def test_fault_has_its_place_and_says_what_to_do(text: str, line: int, says: str) -> None:
    faults = faults_of(text)
    assert len(faults) == 1, faults
    assert faults[0].startswith(f"f.yaml:{line}: ")
    assert says in faults[0]


def test_all_faults_of_a_file_come_at_once() -> None:
    assert len(faults_of("tag: [a]\ntags: b\nmore: {txt: c}\n")) == 5


@pytest.mark.parametrize("opening", ["[", "- ", "a: {", "{a: "])
@pytest.mark.parametrize("depth", [21, 25_000])
def test_deep_nesting_is_refused_before_anything_recursive_reads_it(
    opening: str, depth: int
) -> None:
    faults = faults_of(opening * depth)
    assert len(faults) == 1
    assert "嵌套超过 20 层" in faults[0] or "冒号" in faults[0]


def test_size_encoding_and_absence_are_told_kindly(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    assert "打不开" in str(read(path, "f.yaml", Note)[2][0])
    path.write_bytes(b"text: a\n" + "text: 中文".encode("gb18030"))
    assert str(read(path, "f.yaml", Note)[2][0]).startswith("f.yaml:2: 文件不是 UTF-8")
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    assert "请拆成几个文件" in str(read(path, "f.yaml", Note)[2][0])
    path.write_bytes("\ufefftext: 有字节序标记也能读\n".encode())
    assert read(path, "f.yaml", Note)[0] == Note(text="有字节序标记也能读")


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_but_never_breaks_the_reader(text: str) -> None:
    for line in faults_of(text, TermFile):
        assert re.match(r"f\.yaml:\d+: ", line)
        # No sentence of a library shines through: English words only as field names in “”.
        plain = re.sub(r"“[^”]*”|（[^）]*）", "", line.split(": ", 1)[1])
        assert not re.search(r"[a-z]{4,} [a-z]{3,}", plain), line


def test_every_fault_of_a_guide_is_in_chinese() -> None:
    faults = faults_of(
        "code: reg-28\ntitle: t\ntitl: x\nmatter_type: 许可\ntime_limit: {statutory: [{value: a}]}\n"
        "fee: [{item: a, yuan: 八十}]\nreviewed: x\nmaterials: [身份证]\nbasis: []\n",
        Guide,
    )
    assert len(faults) > 10
    for fault in faults:
        assert re.search("[\u4e00-\u9fff]{4}", fault), fault
        assert "Input" not in fault
        assert "should" not in fault
