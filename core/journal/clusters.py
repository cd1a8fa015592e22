"""Clusters of unanswered utterances: similar ones together, the largest first."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from rapidfuzz import fuzz, process

from core.text import normalize
from core.text.words import WordFinder

RATIO = 70.0  # Per cent of characters in common, in order, from which two texts are similar …
DICE = 0.5  # … or this share of their character pairs.
LENGTH = 40  # Characters that are compared; a matter is named early.
NEAREST = 3
VARIANTS = 5

_TOKEN = re.compile("〔[^〕]{1,6}〕")
# What any question may have in common with any other.
_SCAFFOLD = (
    "你好 您好 请问 我想问 想问一下 问一下 咨询一下 怎么 怎样 如何 什么 哪里 哪些 哪儿 多少 需要 "
    "可以 能不能 可不可以 是不是 有没有 要不要 行不行 应该 办理 申请 手续 材料 流程 的 吗 呢 啊 吧 了 我 要"
)
_FINDER = WordFinder(_SCAFFOLD.split())
_NAMES = {
    "unanswered_no_match": "没有答案",
    "unanswered_out_of_scope": "不在范围",
    "none_of_these": "都不是",
    "vote_no": "没帮助",
    "vote_wrong": "不是我问的",
}
_LOCAL = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Asked:
    """One question that was not answered, or not well; ``statuses`` say in which ways."""

    utterance: str
    at: datetime
    statuses: tuple[str, ...]
    candidates: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Cluster:
    """Similar utterances. ``example`` is the commonest wording, ``variants`` others of it.

    ``statuses`` are (status, how often): the journal's own, and vote_no, vote_wrong and
    none_of_these for what citizens said. ``nearest`` are (entry, mean score), where an utterance
    without that candidate counts 0.
    """

    example: str
    count: int
    last: datetime
    statuses: tuple[tuple[str, int], ...]
    nearest: tuple[tuple[str, float], ...]
    variants: tuple[str, ...] = ()

    def __str__(self) -> str:
        how = "、".join(f"{_NAMES.get(status, status)} {times}" for status, times in self.statuses)
        day = self.last.astimezone(_LOCAL).date()
        near = "、".join(f"{entry} {score:.2f}" for entry, score in self.nearest)
        tail = f"　最接近：{near}" if near else ""
        return f"{self.count} 次　“{self.example}”　{how}　最近 {day}{tail}"


def clusters(asked: Iterable[Asked]) -> list[Cluster]:
    """Return clusters of ``asked``, the largest first. Their order does not matter.

    Greedy: wordings from the commonest to the rarest, each joins the most similar leader so far
    or becomes one itself.
    """
    by_text: dict[str, list[Asked]] = {}
    for one in asked:
        by_text.setdefault(_bare(one.utterance), []).append(one)
    leaders = _Leaders()
    members: list[list[Asked]] = []
    firsts: list[list[Asked]] = []
    for text in sorted(by_text, key=lambda text: (-len(by_text[text]), text)):
        place = leaders.nearest(text)
        if place is None:
            leaders.add(text)
            firsts.append(by_text[text])
            members.append(list(by_text[text]))
        else:
            members[place] += by_text[text]
    found = [_cluster(first, group) for first, group in zip(firsts, members, strict=True)]
    return sorted(found, key=lambda one: (-one.count, -one.last.timestamp(), one.example))


class _Leaders:
    """The first text of each cluster, and which character pairs they have."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._sizes: list[int] = []
        self._by_pair: dict[str, list[int]] = {}

    def add(self, text: str) -> None:
        place = len(self._texts)
        pairs = _pairs(text)
        self._texts.append(text)
        self._sizes.append(len(pairs))
        for pair in pairs:
            self._by_pair.setdefault(pair, []).append(place)

    def nearest(self, text: str) -> int | None:
        """Return the place of the most similar leader, of equals the first; None without one."""
        similar: list[tuple[float, int]] = []
        found = process.extractOne(text, self._texts, scorer=fuzz.ratio, score_cutoff=RATIO)
        if found:
            similar.append((-found[1] / 100, found[2]))
        pairs = _pairs(text)
        common = Counter(place for pair in pairs for place in self._by_pair.get(pair, ()))
        for place, shared in common.items():
            dice = 2 * shared / (len(pairs) + self._sizes[place])
            if dice >= DICE:
                similar.append((-dice, place))
        return min(similar)[1] if similar else None


def _bare(utterance: str) -> str:
    """Return what is compared: normalized, without masks and without what any question has."""
    text = normalize(_TOKEN.sub("", utterance[: 4 * LENGTH]))
    return (_FINDER.remove(text) or text)[:LENGTH]


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset(text)


def _cluster(first: list[Asked], group: list[Asked]) -> Cluster:
    example = _commonest(first)[0]
    statuses = Counter(status for one in group for status in one.statuses)
    scores: dict[str, float] = {}
    for one in group:
        for entry, score in dict(one.candidates).items():
            scores[entry] = scores.get(entry, 0.0) + score
    nearest = sorted(scores, key=lambda entry: (-scores[entry], entry))[:NEAREST]
    return Cluster(
        example=example,
        count=len(group),
        last=max(one.at for one in group),
        statuses=tuple(sorted(statuses.items(), key=lambda pair: (-pair[1], pair[0]))),
        nearest=tuple((entry, round(scores[entry] / len(group), 3)) for entry in nearest),
        variants=tuple(text for text in _commonest(group) if text != example)[:VARIANTS],
    )


def _commonest(group: list[Asked]) -> list[str]:
    times = Counter(one.utterance for one in group)
    return sorted(times, key=lambda text: (-times[text], text))
