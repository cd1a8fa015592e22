"""Labelled sets: what citizens wrote, and what would be a right answer."""

import json
from dataclasses import dataclass
from pathlib import Path

from core.models import Entry


@dataclass(frozen=True)
class Labelled:
    """One labelled query.

    ``scope`` is in, redirect or out; ``services`` are acceptable catalogue codes, ``articles``
    acceptable (law, number); ``redirect_to`` names the responsible body; ``facet`` the part asked for.
    """

    id: str
    query: str
    scope: str
    services: frozenset[str]
    articles: frozenset[tuple[str, int]]
    intent: str | None = None
    facet: str | None = None
    redirect_to: str | None = None

    def fits(self, entry: Entry | None) -> bool:
        """Say whether ``entry`` is an acceptable answer."""
        if entry is None:
            return False
        return entry.code in self.services or not self.articles.isdisjoint(entry.articles)


def read_labelled(path: Path) -> list[Labelled]:
    """Read a labelled set (JSON lines); raises ValueError naming file and line."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            rows.append(
                Labelled(
                    id=str(data.get("id") or number),
                    query=data["query"],
                    scope=data.get("scope", "in"),
                    services=frozenset(data.get("services", ())),
                    articles=frozenset((law, number) for law, number in data.get("articles", ())),
                    intent=data.get("intent"),
                    facet=data.get("facet"),
                    redirect_to=data.get("redirect_to"),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            message = (
                f"{path}:{number}: 这一行不是标注好的问题，应有 query、scope、services、articles"
            )
            raise ValueError(message) from None
    return rows
