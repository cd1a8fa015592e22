"""A reply as the record that programs read."""

from typing import Any

from core.answering import Answerer
from core.models import Reply


def reply_record(answerer: Answerer, utterance: str, reply: Reply, ms: float) -> dict[str, Any]:
    """Return a reply as the record that ``ask --jsonl`` prints; every key is always there."""
    entries = answerer.content.entries
    entry = entries.get(reply.entry) if reply.entry else None
    return {
        "utterance": utterance,
        "status": reply.status,
        "kind": reply.kind,
        "entry": reply.entry,
        "code": entry.code if entry else None,
        "body": reply.body,
        "articles": [
            list(pair)
            for pair in (entry.articles if entry else [reply.article] if reply.article else [])
        ],
        "facet": reply.facet,
        "candidates": [
            {
                "entry": item.entry,
                "kind": entries[item.entry].kind,
                "code": entries[item.entry].code,
                "articles": [list(pair) for pair in entries[item.entry].articles],
                "score": round(item.score, 4),
            }
            for item in reply.candidates
            if item.entry in entries
        ],
        "text": reply.text,
        "ms": round(ms, 3),
    }
