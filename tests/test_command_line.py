"""The contracts of bot.py, run as a user runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.schemas import stale
from core.settings import TABLE, SettingError, read_settings, unknown_settings
from tests.conftest import ROOT

KEYS = {
    "utterance",
    "status",
    "kind",
    "entry",
    "code",
    "body",
    "articles",
    "facet",
    "candidates",
    "text",
    "ms",
}


def run(
    tmp_path: Path, *arguments: str, typed: str = "", code: int = 0, **environ: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "bot.py", *arguments],
        cwd=ROOT,
        input=typed,
        text=True,
        encoding="utf-8",
        capture_output=True,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("BOT_")},
            "BOT_DATA_DIR": str(tmp_path / "data"),
            "BOT_ENCODER": "none",
            "PYTHONIOENCODING": "utf-8",
            **environ,
        },
        check=False,
    )
    assert done.returncode == code, done.stderr + done.stdout
    return done


def test_ask_jsonl_keeps_order_and_every_key_and_writes_no_journal(tmp_path: Path) -> None:
    typed = '房产证丢了怎么补\n{"query": "契税怎么交"}\n\n{不是 JSON\n过户\n'
    lines = run(tmp_path, "ask", "--jsonl", typed=typed).stdout.splitlines()
    records = [json.loads(line) for line in lines]
    assert [record["utterance"] for record in records] == [
        "房产证丢了怎么补",
        "契税怎么交",
        "",
        "{不是 JSON",
        "过户",
    ]
    assert all(set(record) == KEYS for record in records)
    assert records[0]["code"] == "REG-28"
    assert records[0]["articles"][0] == ["不动产登记暂行条例", 16]
    assert records[1]["status"] == "redirect"
    assert records[1]["body"] == "税务部门"
    assert records[4]["status"] == "clarification"
    assert len(records[4]["candidates"]) <= 10
    assert not (tmp_path / "data/journal.db").exists()


def test_ask_explain_says_why_and_what_would_have_to_change(tmp_path: Path) -> None:
    shown = run(tmp_path, "ask", "房本弄丢了要登报吗", "--explain").stdout
    assert "认出的同义词：不动产权证书" in shown
    assert "第一名对的把握" in shown
    assert "最像的俗称：“" in shown
    assert "python bot.py check" in shown
    assert "alias " not in shown  # No word of the machinery.
    shown = run(tmp_path, "ask", "房产证丢了怎么补", "--explain").stdout
    assert "整句话就是第一名的一条俗称" in shown
    assert "没有经过匹配" in run(tmp_path, "ask", "你好", "--explain").stdout


def test_ask_previews_a_day(tmp_path: Path) -> None:
    shown = run(tmp_path, "ask", "房产证丢了怎么补", "--on", "2027-06-01").stdout
    assert "正在复核" in shown
    assert "日期要写成" in run(tmp_path, "ask", "过户", "--on", "明天", code=2).stderr


def test_export_has_every_entry(tmp_path: Path) -> None:
    records = [json.loads(line) for line in run(tmp_path, "export", "--jsonl").stdout.splitlines()]
    assert {record["kind"] for record in records} >= {"guide", "faq", "redirect"}
    assert all(set(record) == {"entry", "kind", "code", "articles", "texts"} for record in records)


def test_articles_ranks_or_says_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, "articles", "--jsonl", typed="耕地能种树吗\n\n")
    first, empty = [json.loads(line) for line in done.stdout.splitlines()]
    assert set(first) == {"utterance", "articles", "ms"}
    assert len(first["articles"]) <= 10
    assert empty["articles"] == []


def test_eval_prints_figures(tmp_path: Path) -> None:
    labelled = tmp_path / "set.jsonl"
    rows = [
        {"query": "房产证丢了怎么补", "scope": "in", "services": ["REG-28"], "articles": []},
        {"query": "今天天气怎么样", "scope": "out", "services": [], "articles": []},
    ]
    labelled.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    curves = tmp_path / "curves"
    figures = json.loads(run(tmp_path, "eval", str(labelled), "--curve", str(curves)).stdout)
    assert (curves / "set.csv").read_text(encoding="utf-8").startswith("score,coverage,risk")
    assert "<polyline" in (curves / "set.svg").read_text(encoding="utf-8")
    assert figures["right_at_1"] == 1.0
    assert figures["out_answered"] == 0.0


def test_a_piped_conversation(tmp_path: Path) -> None:
    typed = "房产证丢了怎么补\n4\n/指南\n/隐私\n/忘记我\n/退出\n不再回答\n"
    shown = run(tmp_path, "chat", typed=typed).stdout
    assert "10 元/本" in shown
    assert "180 天" in shown
    assert "不再回答" not in shown
    assert (tmp_path / "data/journal.db").exists()


def test_reports_and_upkeep(tmp_path: Path) -> None:
    run(tmp_path, "chat", typed="今天天气怎么样\n")
    assert "今天天气怎么样" in run(tmp_path, "unanswered").stdout
    assert "周报" in run(tmp_path, "report", "week").stdout
    assert "删掉了 1 条" in run(tmp_path, "purge", "--days", "0").stdout
    assert "没有令牌" in run(tmp_path, "telegram", code=2).stderr


def test_settings_are_told_by_name(tmp_path: Path) -> None:
    done = run(tmp_path, "ask", "过户", BOT_TOKN="x")
    assert "BOT_TOKN，是不是想写 BOT_TOKEN" in done.stderr
    assert "BOT_RETENTION_DAYS" in run(tmp_path, "purge", code=2, BOT_RETENTION_DAYS="x").stderr


def test_settings_never_show_the_token() -> None:
    settings = read_settings({"BOT_TOKEN": "1:secret", "BOT_HASH_KEY": "hush"})
    assert "secret" not in repr(settings)
    assert "hush" not in repr(settings)
    assert unknown_settings({"BOT_X": "1", "OTHER": "2"}) == ["不认识的环境变量 BOT_X"]
    with pytest.raises(SettingError, match="BOT_ENCODER"):
        read_settings({"BOT_ENCODER": "gpt"})


def test_every_command_and_setting_is_documented(tmp_path: Path) -> None:
    docs = "".join(
        path.read_text(encoding="utf-8")
        for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    )
    shown = run(tmp_path, "--help").stdout
    commands = [
        line.split()[1]
        for line in shown.splitlines()
        if line.startswith("│ ") and "--" not in line
    ]
    assert len(commands) > 10
    for command in commands:
        assert f"bot.py {command}" in docs, command
    for name in TABLE:
        assert f"`{name}`" in docs, name


def test_schemas_are_fresh() -> None:
    assert stale(ROOT) == [], "run: python bot.py schema"
