"""Clusters of unanswered utterances: what goes together, what is said of it, in what order."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from core.journal.clusters import Asked, Cluster, clusters

START = datetime(2026, 11, 24, 8, tzinfo=UTC)


def asked(
    utterance: str,
    minutes: int = 0,
    status: str = "unanswered_no_match",
    candidates: tuple[tuple[str, float], ...] = (),
) -> Asked:
    return Asked(utterance, START + timedelta(minutes=minutes), (status,), candidates)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("车库能办产权证吗", "车库能不能办产权证？"),
        ("我家樓頂漏水誰管", "我家楼顶漏水谁管"),
        ("请问坟地归哪里管", "坟地归哪里管"),
        ("鱼塘可以盖房子吗", "在鱼塘上盖房子行不行"),
        ("电话〔手机号〕，坟地归谁管", "坟地归谁管"),
        ("ＡＢＣ大厦的车位", "abc大厦车位"),
        ("？？", "……"),
    ],
)
def test_similar_wordings_go_together(one: str, other: str) -> None:
    assert len(clusters([asked(one), asked(other)])) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("宅基地怎么申请", "公租房怎么申请"),
        ("请问结婚需要什么材料", "请问养老需要什么材料"),
        ("车库能办产权证吗", "坟地归哪里管"),
        ("怎么办", "房产证怎么办"),
        ("？？", "房产证"),
    ],
)
def test_what_any_question_has_in_common_joins_nothing(one: str, other: str) -> None:
    assert len(clusters([asked(one), asked(other)])) == 2


def test_a_cluster_tells_what_staff_need() -> None:
    (found,) = clusters(
        [
            asked("车库能办产权证吗", 1, candidates=(("garage", 0.4), ("title", 0.3))),
            asked("车库能办产权证吗", 9, "unanswered_out_of_scope", (("garage", 0.2),)),
            asked("车库能不能办产权证", 5, "vote_no", (("fee", 0.3), ("title", 0.3))),
        ]
    )
    assert found == Cluster(
        example="车库能办产权证吗",
        count=3,
        last=START + timedelta(minutes=9),
        statuses=(("unanswered_no_match", 1), ("unanswered_out_of_scope", 1), ("vote_no", 1)),
        nearest=(("garage", 0.2), ("title", 0.2), ("fee", 0.1)),
        variants=("车库能不能办产权证",),
    )
    assert str(found) == (
        "3 次　“车库能办产权证吗”　没有答案 1、不在范围 1、没帮助 1　最近 2026-11-24"
        "　最接近：garage 0.20、title 0.20、fee 0.10"
    )


def test_a_question_with_two_complaints_counts_once() -> None:
    (found,) = clusters([Asked("车库", START, ("none_of_these", "vote_wrong"))])
    assert found.count == 1
    assert found.statuses == (("none_of_these", 1), ("vote_wrong", 1))
    assert str(found) == "1 次　“车库”　都不是 1、不是我问的 1　最近 2026-11-24"


def test_the_largest_comes_first_and_of_equals_the_latest() -> None:
    found = clusters(
        [
            asked("坟地归哪里管", 1),
            asked("鱼塘盖房", 2),
            asked("车库产权证"),
            asked("车库产权证"),
        ]
    )
    assert [one.example for one in found] == ["车库产权证", "鱼塘盖房", "坟地归哪里管"]


def test_nothing_asked_gives_no_cluster() -> None:
    assert clusters([]) == []


def test_the_order_of_the_rows_does_not_matter() -> None:
    matters = [
        "车库产权证",
        "坟地归谁管",
        "鱼塘盖房子",
        "楼顶漏水",
        "菜地种树",
        "〔手机号〕",
        "？",
    ]
    ways = ["{}怎么办", "请问{}", "{}行不行", "我家{}，急", "{}"]
    chance = random.Random(1)
    rows = [
        asked(chance.choice(ways).format(chance.choice(matters)), chance.randrange(9999))
        for _ in range(300)
    ]
    first = clusters(rows)
    for _ in range(3):
        chance.shuffle(rows)
        assert clusters(rows) == first
    assert sum(one.count for one in first) == 300


def test_thousands_of_long_rows_are_managed() -> None:
    # Without the limit on what is compared this takes minutes.
    chance = random.Random(2)
    letters = [chr(0x4E00 + offset) for offset in range(3000)]
    rows = [asked("".join(chance.choices(letters, k=1000))) for _ in range(2000)]
    assert sum(one.count for one in clusters(rows)) == 2000
