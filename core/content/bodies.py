"""What an entry says, as one text for matching."""

from core.models import Case, Digest, Entry, Guide, PublicityAnswer, Redirect


def body_of(entry: Entry) -> str:
    """Return the entry's own words, without what it is called."""
    item = entry.item
    match item:
        case Guide():
            parts = [
                item.summary,
                *(statement.text for statement in (*item.conditions, *item.applicants)),
                *(material.name for material in item.materials),
                *(step.step for step in item.process),
                *(statement.text for statement in item.pitfalls),
            ]
        case PublicityAnswer():
            parts = [item.answer, item.reason or ""]
        case Digest():
            parts = [item.gist]
        case Case():
            parts = [item.facts, item.ruling, item.lesson]
        case Redirect():
            parts = [item.says]
    return "\n".join([*parts, *(citation.says or "" for citation in entry.citations)])
