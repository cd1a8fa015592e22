"""Why a question went where it went, in plain Chinese for staff who have never seen code."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from rapidfuzz import fuzz, process

from core.content import Content
from core.matcher import FAR, WORD_FOR_WORD, Matcher
from core.models import Candidate, Entry, Reply
from core.signals import Lexicon, Query
from core.signals.fusion import Fusion
from core.text import normalize

SHOWN = 3  # Candidates explained.
REASONS = 3  # Signals named by which the first is ahead of the second.
SHARED = 2  # Characters from which a common piece is worth naming.

KINDS = {
    "guide": "办事指南",
    "faq": "普法问答",
    "article": "条文解读",
    "case": "案例",
    "redirect": "不归本局的事",
}
ACTS = {
    "answered": "直接回答",
    "clarification": "追问是哪一件",
    "redirect": "告诉市民归谁管",
    "small_talk": "寒暄",
    "unanswered_no_match": "说没有找到答案",
    "unanswered_out_of_scope": "说这不归本局管",
    "error_internal": "出错",
}
SIGNALS = {
    "fuzzy": "和它的一条俗称只差几个字",
    "field": "用词在它的俗称和关键词里常见",
    "body": "用词在它的正文里出现",
    "terms": "同义词对得上",
    "facet": "问的是办事的一个方面（材料、时间、费用……）",
    "story": "市民要看案例",
    "semantic": "意思和它的一条俗称接近（句子编码器）",
    "central": "意思和它各条俗称的中心接近（句子编码器）",
    "meant": "意思和它的正文接近（句子编码器）",
}


def explain(utterance: str, reply: Reply, matcher: Matcher, content: Content) -> str:
    """Return the explanation of a reply to ``utterance``: what was read, found, decided, and
    what would have to change for another outcome."""
    query = matcher.lexicon.query(matcher.read(utterance))
    lines = [f"读成：{query.text}"]
    reading = matcher.reading(query)
    if reading != query.text:
        lines.append(f"看着像笔误，按这样找：{reading}")
    if query.terms:
        lines.append("认出的同义词：" + "、".join(query.terms))
    if query.facets:
        lines.append(
            "问的方面：" + "、".join(content.sentences[f"facet_{f}"] for f in query.facets)
        )
    lines.append(f"结果：{ACTS[reply.status]}" + (f"，{reply.entry}" if reply.entry else ""))
    if not reply.candidates or not reply.candidates[0].signals:
        return "\n".join([*lines, f"没有经过匹配，按规矩直接处理（{reply.why}）。"])
    fusion = matcher.fusions.full if _encoded(reply.candidates[0]) else matcher.fusions.cheap
    lines += ["", *_threshold(reply, matcher, fusion)]
    for place, candidate in enumerate(reply.candidates[:SHOWN], 1):
        entry = content.entries[candidate.entry]
        lines += ["", *_candidate(place, candidate, entry, query, matcher.lexicon)]
    if len(reply.candidates) > 1:
        lines += ["", *_ahead(reply.candidates[0], reply.candidates[1], fusion)]
    return "\n".join([*lines, "", *_changes(reply, content)])


def _encoded(candidate: Candidate) -> bool:
    return any(name == "semantic" for name, _ in candidate.signals)


def _threshold(reply: Reply, matcher: Matcher, fusion: Fusion) -> Iterator[str]:
    if reply.why == WORD_FOR_WORD:
        yield "整句话就是第一名的一条俗称，直接回答。"
        return
    first, limits = reply.candidates[0].score, fusion.thresholds
    known = dict(reply.candidates[0].signals)["scope"]
    yield (
        f"第一名对的把握 {first:.0%}。把握到 {limits.answer:.0%} 直接回答（不归本局的事到 "
        f"{limits.redirect:.0%}），到 {limits.ask:.0%} 追问，再低就说没有答案。"
    )
    if known < matcher.fusions.scope:
        yield (
            f"话里的字词只有 {known:.0%} 是本局内容里见过的（不到 {matcher.fusions.scope:.0%}），"
            f"所以不直接回答，追问的门槛也提到 {FAR * limits.ask:.0%}。"
        )
    yield "句子编码器" + (
        "也看过了。" if _encoded(reply.candidates[0]) else "没有用到，或者没有装。"
    )


def _candidate(
    place: int, candidate: Candidate, entry: Entry, query: Query, lexicon: Lexicon
) -> Iterator[str]:
    yield f"{place}. {entry.title}（{KINDS[entry.kind]}，{entry.path}）　把握 {candidate.score:.0%}"
    plain = [normalize(text) for text in entry.texts]
    best = process.extractOne(query.text, plain, scorer=fuzz.ratio)
    if best:
        yield f"   最像的俗称：“{entry.texts[best[2]]}”"
        pieces = _shared(query.text, plain[best[2]])
        same = "一字不差" if query.text == plain[best[2]] else "、".join(pieces) or "没有"
        yield f"   相同的字词：{same}"
    words = [word for word in entry.keywords if normalize(word) in query.text]
    if words:
        yield "   说到的关键词：" + "、".join(words)
    named = {term for text in (*plain, *entry.keywords) for term in lexicon.terms(normalize(text))}
    if missing := [term for term in query.terms if term not in named]:
        yield "   话里有、条目的俗称里没有：" + "、".join(missing)


def _shared(one: str, other: str) -> list[str]:
    """Return the pieces of at least SHARED characters that both have, in order."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return [one[block.a : block.a + block.size] for block in blocks if block.size >= SHARED]


def _ahead(first: Candidate, second: Candidate, fusion: Fusion) -> Iterator[str]:
    """Say by which signals the first leads, and that kin support each other."""
    theirs = dict(second.signals)
    gains = {
        name: fusion.rank.get(name, 0.0) * (value - theirs.get(name, 0.0))
        for name, value in first.signals
        if name in SIGNALS
    }
    best = [name for name in sorted(gains, key=lambda n: -gains[n]) if gains[name] > 0][:REASONS]
    if best:
        yield "第一名比第二名强在：" + "；".join(SIGNALS[name] for name in best) + "。"
    else:
        yield "第一名单看不比第二名强，是同一件事的几个条目都很近，把它推上来的。"


def _changes(reply: Reply, content: Content) -> Iterator[str]:
    yield "要改变结果："
    first = content.entries[reply.candidates[0].entry]
    if reply.status == "clarification":
        yield f"- 应当直接回答“{first.title}”：在 {first.path} 的 aliases 里加一两句市民这样的说法。"
    for candidate in reply.candidates[1:SHOWN]:
        entry = content.entries[candidate.entry]
        yield f"- 应当是“{entry.title}”：在 {entry.path} 的 aliases 里加市民这样的说法。"
    if reply.status in ("answered", "clarification"):
        yield "- 不归本局管：在 guides/_redirects.yaml（有别的部门管）或 guides/_outside.yaml 里加这样的说法。"
        yield f"- 第一名的哪条俗称说得太宽，把这句话引过来了：在 {first.path} 里删改。"
    yield "改完运行 python bot.py check，它会用全部考题再考一遍。门槛由测量定，不为一句话改。"
