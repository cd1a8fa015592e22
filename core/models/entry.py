"""The one shape in which the matcher and the channels see anything that can answer."""

from collections.abc import Hashable
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
        if self._own.isdisjoint(other._touched):
            return not other._own.isdisjoint(self._touched)
        return True

    @cached_property
    def _own(self) -> frozenset[Hashable]:
        """What makes the entry's matter: itself, its service, the articles that it rests on."""
        service = [("service", self.code)] if self.code else []
        return frozenset([self.id, *service, *self.articles])

    @cached_property
    def _touched(self) -> frozenset[Hashable]:
        """Its matter and what it leads to."""
        return self._own.union(_leads_to(self.item))

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
