"""What a query tells of the citizen's case, and what must be asked back before anything is said."""

from collections.abc import Iterable
from functools import cache

from core.matcher import Decision
from core.models import AskBack, Guide
from core.signals import Lexicon, Query
from core.text import normalize

_plain = cache(normalize)  # Of the content's words only: what citizens write is not kept.
SURE = 0.85  # From here up a meaning is taken that no word of the query tells.
NEAREST = 3  # Candidates among which the meanings of an ambiguous word compete.


def told_option(lexicon: Lexicon, query: Query, item: object) -> str | None:
    """Return the option of a guide's situations that the query tells, or None.

    Words that ask for a facet (“需要本人去吗”) tell nothing of the citizen's situation.
    """
    if not isinstance(item, Guide):
        return None
    told = lexicon.rest(query.text)
    found: dict[str, int] = {}
    for situation in item.situations:
        for option in situation.options:
            words = [_plain(word) for word in (option.label, *option.aliases)]
            longest = max((len(word) for word in words if word in told), default=0)
            if longest:
                found[option.id] = longest
    return max(found, key=lambda option: found[option]) if found else None


def question_back(
    asks: Iterable[AskBack], lexicon: Lexicon, query: Query, decision: Decision
) -> AskBack | None:
    """Return the question back for a word that means several things, or None.

    It is asked when the query says little else, or when its meanings lead anyway and it is not
    sure which: then the nearest first. Not when one of the meanings is told.
    """
    nearest = [candidate.entry for candidate in decision.candidates[:NEAREST]]
    for ask in asks:
        words = [_plain(word) for word in ask.words]
        if not any(word in query.text for word in words):
            continue
        telling = [_plain(alias) for option in ask.options for alias in option.aliases]
        empty = [*words, *map(_plain, ask.beside)]
        # 萧山 tells of no hill (山), nor 今年 of years.
        shadows = [word for word in empty if any(a in word and a != word for a in telling)]
        told = _without(query.text, shadows)
        if any(alias in told for alias in telling):
            continue
        if lexicon.continues(_without(query.text, empty)):
            return ask
        meant = {option.entry for option in ask.options}
        if decision.act == "clarify":
            unsure = len(meant.intersection(nearest)) > 1
        else:
            unsure = (
                ask.longer and decision.act == "answer" and decision.candidates[0].score < SURE
            )
        if unsure and nearest[0] in meant:
            return _in_order(ask, [candidate.entry for candidate in decision.candidates])
    return None


def _in_order(ask: AskBack, entries: list[str]) -> AskBack:
    """Return ``ask`` with the meanings in the order of ``entries``, the others after them."""
    places = {entry: place for place, entry in enumerate(entries)}
    options = sorted(ask.options, key=lambda option: places.get(option.entry, len(places)))
    return ask.model_copy(update={"options": tuple(options)})


def _without(text: str, words: Iterable[str]) -> str:
    """Return ``text`` without ``words``, the longest first."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return text
