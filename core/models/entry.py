"""The one shape in which the matcher and the channels see anything that can answer."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from core.models.entries import Case, Digest, Guide, PublicityAnswer, Redirect, Reviewed
from core.models.law import Citation

Kind = Literal["guide", "faq", "article", "case", "redirect"]
Item = Guide | PublicityAnswer | Digest | Case | Redirect


@dataclass(frozen=True)
class Entry:
    """An entry: ``id`` as in choices, the texts it can be matched by, and the item itself.

    ``texts`` begins with the title. ``citations`` are those of the item as a whole, the most
    important first. ``review`` is None for redirects, which carry no review of their own.
    """

    id: str
    kind: Kind
    title: str
    texts: tuple[str, ...]
    item: Item = field(repr=False)
    path: str
    keywords: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    review: Reviewed | None = field(default=None, repr=False)
    code: str | None = None
    body: str | None = None
    theme: str | None = None

    def kin(self, other: "Entry") -> bool:
        """Say whether ``other`` is of the same matter: its service, an article, or what comes next."""
        if self.id == other.id or (self.code and self.code == other.code):
            return True
        if not self.articles_cited.isdisjoint(other.articles_cited):
            return True
        return other.id in _leads_to(self.item) or self.id in _leads_to(other.item)

    @cached_property
    def articles_cited(self) -> frozenset[tuple[str, int]]:
        """The articles that the entry rests on, for comparing."""
        return frozenset(self.articles)

    @property
    def articles(self) -> list[tuple[str, int]]:
        """Up to five distinct (law, article number) that the entry rests on."""
        found: list[tuple[str, int]] = []
        for citation in self.citations:
            if citation.article and (citation.law, citation.article) not in found:
                found.append((citation.law, citation.article))
        return found[:5]


def _leads_to(item: Item) -> tuple[str, ...]:
    return item.related if isinstance(item, Guide) else getattr(item, "next", ())
