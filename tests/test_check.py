"""What content means: each fault with its place and what to do, all in one run."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from core.check import check
from core.skeletons import skeleton
from tests.conftest import ROOT, TODAY


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The register, the shared files and one guide; edit it and check it."""
    for name in ("laws", "faq", "guides"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("articles", "cases"):
        shutil.rmtree(tmp_path / "faq" / name)
    for path in [*(tmp_path / "faq/topics").glob("*"), *(tmp_path / "guides").glob("*")]:
        if not path.name.startswith("_") and path.stem != "lost-certificate":
            path.unlink()
    ask_back = "ask_back: []\n"
    (tmp_path / "faq/_ask_back.yaml").write_text(ask_back, encoding="utf-8")
    edit(tmp_path, "faq/_replies.yaml", "    entry: landslide\n", "")
    edit(
        tmp_path,
        "guides/lost-certificate.yaml",
        "related: [renew-certificate, registry-search, q-certificate-held]\n",
        "",
    )
    return tmp_path


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(root: Path, day: date = TODAY) -> list[str]:
    return [str(fault) for fault in check(root, day)[1]]


GUIDE = "guides/lost-certificate.yaml"


def test_the_small_tree_is_clean(tree: Path) -> None:
    assert faults(tree) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("law: 民法典, article: 216", "law: 民法点, article: 216", "法规登记里没有“民法点”"),
        ("law: 民法典, article: 216", "law: 物权法, article: 16", "已经失效，请改引《民法典》"),
        (
            "law: 民法典, article: 216",
            "law: 民法典, article: 1261",
            "一共 1260 条，没有第 1261 条",
        ),
        (
            "law: 民法典, article: 216",
            "law: 耕地保护和质量提升法, article: 25",
            "2027-01-01 才开始施行",
        ),
        (
            "law: 不动产登记暂行条例实施细则, says",
            "law: 不动产登记暂行条例实施细则, article: 22, says",
            "不分条的文件",
        ),
        ("    when: [agent]", "    when: [agnet]", "when 里的 agnet 不是本指南的选项"),
        ("local:", "related: [nowhere]\nlocal:", "没有编号为 nowhere 的条目"),
        ("  - 房产证遗失补办\n", "  - 契税怎么交\n", "已经是"),
        ("  - 房产证遗失补办\n", "  - “……”\n", "里没有文字"),
        ("id: self,", "id: agent,", "选项编号 agent 用了两次"),
        ("reviewed: 2026-11-24", "reviewed: 2026-11-25", "在今天"),
        ("review_by: 2027-05-24", "review_by: 2026-11-01", "早于 reviewed"),
    ],
)
def test_one_fault_is_found_with_its_line(tree: Path, old: str, new: str, says: str) -> None:
    edit(tree, GUIDE, old, new)
    found = [fault for fault in faults(tree) if says in fault]
    assert found, faults(tree)
    path, line, _ = found[0].split(":", 2)
    text = (tree / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert new.split("\n")[0].strip().split(",")[0].split(":")[0].lstrip("- ")[:4] in text


def test_faults_of_all_files_come_in_one_run(tree: Path) -> None:
    edit(tree, GUIDE, "law: 民法典, article: 216", "law: 民法点, article: 216")
    edit(tree, "guides/_redirects.yaml", "  - id: r-tax\n", "  - id: r-tax\n    colour: red\n")
    edit(tree, "laws/national.yaml", "laws:", "lawz:")
    assert len({fault.split(":")[0] for fault in faults(tree)}) >= 3


def test_a_review_overdue_is_a_warning_and_a_coming_repeal_an_error(tree: Path) -> None:
    _, found = check(tree, date(2027, 6, 1))
    assert {fault.level for fault in found} == {"warning"}
    assert "复核已过期" in found[0].message


def test_a_sentence_missing_or_misfilled_is_named(tree: Path) -> None:
    edit(tree, "faq/_replies.yaml", "  error: ", "  eror: ")
    edit(tree, "faq/_replies.yaml", "{body}负责", "{bodi}负责")
    text = "\n".join(faults(tree))
    assert "缺少句子 error" in text
    assert "程序不用这个句子" in text
    assert "{bodi} 不能用；可以填的有：{body}" in text


def test_stray_names_are_told(tree: Path) -> None:
    (tree / "guides/new.yml").write_text("a: b", encoding="utf-8")
    (tree / "guides/_other.yaml").write_text("a: b", encoding="utf-8")
    (tree / "guides/Big Name.yaml").write_text(
        (tree / GUIDE).read_text(encoding="utf-8"), encoding="utf-8"
    )
    text = "\n".join(faults(tree))
    assert "以 .yaml 结尾" in text
    assert "下划线开头的文件只有" in text
    assert "只能用小写字母" in text


@pytest.mark.parametrize("kind", ["guide", "faq", "campaign"])
def test_a_skeleton_has_no_fault(tree: Path, kind: str) -> None:
    (tree / "tests/queries").mkdir(parents=True)
    (tree / "campaigns").mkdir()
    for name, text in skeleton(kind, "something-new", TODAY).items():  # type: ignore[arg-type]
        (tree / name).write_text(text, encoding="utf-8")
    assert faults(tree) == []
