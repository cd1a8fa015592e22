"""Laws named by citizens, and texts loaded at run time."""

import json
import sqlite3
import unicodedata
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from core.answering import Answerer
from core.content import Content
from core.laws import LawTexts, ReferenceFinder
from core.laws.texts import find_database
from core.models import Conversation
from tests.conftest import SHARED, TODAY


@pytest.fixture(scope="module")
def finder(content: Content) -> ReferenceFinder:
    return ReferenceFinder(content.register)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("土地管理法第62条", [("土地管理法", 62)]),
        ("民法典1127条", [("民法典", 1127)]),
        ("民法典第一千一百二十七条说什么", [("民法典", 1127)]),
        ("《城乡规划法》四十条", [("城乡规划法", 40)]),
        ("民法典 1127", [("民法典", 1127)]),
        ("中华人民共和国民法典第九条", [("民法典", 9)]),
        ("土地管理法62条和63条", [("土地管理法", 62), ("土地管理法", 63)]),
        ("民法典第1127、1128条", [("民法典", 1127), ("民法典", 1128)]),
        ("土地管理法实施条例第34条", [("土地管理法实施条例", 34)]),
        ("土地管理法第2条和城乡规划法第9条", [("土地管理法", 2), ("城乡规划法", 9)]),
        ("复议法二十条", [("行政复议法", 20)]),
        ("土地管里法第62条", [("土地管理法", 62)]),
        ("物权法还有效吗", [("物权法", None)]),
        ("《火星法》第3条", [(None, 3)]),
        ("火星管理条例第五条", [(None, 5)]),
        ("房子过户要带什么", []),
        ("我家有3条狗", []),
        ("契税多少", []),
    ],
)
def test_references(
    finder: ReferenceFinder, said: str, found: list[tuple[str | None, int | None]]
) -> None:
    assert [
        (reference.law.short if reference.law else None, reference.article)
        for reference in finder.find(said)
    ] == found


def test_a_branch_and_a_paragraph(finder: ReferenceFinder) -> None:
    (one,) = finder.find("刑法第三百四十二条之一")
    assert (one.article, one.branch) == (342, 1)
    (two,) = finder.find("民法典第1124条第2款")
    assert (two.article, two.paragraph) == (1124, 2)


@pytest.mark.parametrize(
    ("said", "status", "says"),
    [
        ("土地管理法第200条", "answered", "一共 87 条，没有第 200 条"),
        ("物权法第28条", "answered", "《民法典》第229条"),
        ("继承法还有用吗", "answered", "已经失效"),
        ("耕地保护和质量提升法第25条", "answered", "2027年1月1日"),
        ("《火星法》第3条", "unanswered_no_match", "没有登记"),
        ("民法典第1127条", "answered", "第一千一百二十七条"),
    ],
)
def test_exact_answers(answerer_alone: Answerer, said: str, status: str, says: str) -> None:
    reply = answerer_alone.ask(said, Conversation(), TODAY)
    assert reply.status == status
    assert says in reply.text


def test_a_coming_law_is_shown_from_its_day(answerer_alone: Answerer) -> None:
    reply = answerer_alone.ask("耕地保护和质量提升法第25条", Conversation(), date(2027, 1, 1))
    assert "第二十五条" in reply.text


def test_next_and_previous_article(answerer_alone: Answerer) -> None:
    conversation = Conversation()
    answerer_alone.ask("土地管理法第62条", conversation, TODAY)
    assert "第63条" in answerer_alone.ask("下一条", conversation, TODAY).text
    assert "第62条" in answerer_alone.ask("刚才那条的上一条", conversation, TODAY).text
    reply = answerer_alone.choose("land-law/61", conversation, TODAY)
    assert "第61条" in reply.text


def database(path: Path, rows: list[tuple[str, str, str]]) -> Path:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("create table laws (law_id, law_name, version_date, publish_date, status)")
        db.execute(
            "create table articles (id integer primary key, law_id, article_no, article_text,"
            " section, chapter)"
        )
        for law_id, name, version in {(row[0], row[1], row[2]) for row in rows}:
            db.execute(
                "insert into laws values (?, ?, ?, null, '已废止')", (law_id, name, version)
            )
            for number, text in (
                ("第一条", f"{version} 的第一条。\n第二编　物权\n第一分编　通则"),
                ("第二条之一", "在 依 法 登记 后有效。"),
            ):
                db.execute(
                    "insert into articles (law_id, article_no, article_text) values (?, ?, ?)",
                    (law_id, number, text),
                )
    return path


def test_versions_glued_headings_and_odd_spaces(content: Content, tmp_path: Path) -> None:
    name = "中华人民共和国农业法"
    path = database(tmp_path / "laws.db", [("a", name, "2012-12-28"), ("b", name, "2026-08-28")])
    texts = LawTexts(content.register, None, path)
    before = texts.article("农业法", 1, None, TODAY)
    after = texts.article("农业法", 1, None, date(2027, 1, 1))
    assert before is not None
    assert after is not None
    assert before.text == "2012-12-28 的第一条。"
    assert after.text == "2026-08-28 的第一条。"
    branch = texts.article("农业法", 2, 1, TODAY)
    assert branch is not None
    assert branch.text == "在依法登记后有效。"


def test_without_any_text_the_article_is_named(content: Content, tmp_path: Path) -> None:
    texts = LawTexts(content.register, tmp_path, tmp_path / "absent.db")
    texts._database = None
    assert list(texts.all_in_force(TODAY)) == []
    answerer = Answerer(content, texts=texts)
    reply = answerer.ask("民法典第1127条", Conversation(), TODAY)
    assert reply.status == "answered"
    assert "国家法律法规数据库" in reply.text


@pytest.mark.shared
@pytest.mark.skipif(find_database() is None, reason="the package with the texts is not installed")
@pytest.mark.parametrize("short", ["民法典", "土地管理法", "城乡规划法", "生态环境法典"])
def test_package_texts_equal_a_second_source(content: Content, short: str) -> None:
    def plain(text: str) -> str:
        folded = unicodedata.normalize("NFKC", text)
        return "".join(char for char in folded if not char.isspace() and char not in "\"'“”‘’")

    lines = (SHARED / "laws" / f"{short}.jsonl").read_text(encoding="utf-8").splitlines()
    theirs = {row["number"]: plain(row["text"]) for row in map(json.loads, lines)}
    ours = {
        article.number: plain(article.text)
        for article in LawTexts(content.register).articles(short, TODAY)
    }
    for number, text in theirs.items():
        own = ours[number]
        # The second source of one code keeps the next part's heading at the end of an article.
        rest = text.removeprefix(own)
        assert rest == "" or (text.startswith(own) and rest.startswith("第")), number
