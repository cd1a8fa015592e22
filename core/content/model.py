"""The frozen set of content that the bot answers from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from core.content.bodies import body_of
from core.laws import LawRegister
from core.models import (
    AskBack,
    Campaign,
    Case,
    Danger,
    Entry,
    PublicityAnswer,
    SmallTalk,
    TermFile,
)


@dataclass(frozen=True)
class Content:
    """Everything staff maintain, ready to be matched and shown.

    ``entries`` holds published entries by id, in file order; ``digest`` identifies the whole set
    (journal rows carry it).
    """

    entries: Mapping[str, Entry]
    register: LawRegister
    words: TermFile
    ask_back: tuple[AskBack, ...]
    sentences: Mapping[str, str]
    small_talk: tuple[SmallTalk, ...]
    dangers: tuple[Danger, ...]
    campaigns: Mapping[str, Campaign]
    digest: str

    @cached_property
    def led_by(self) -> Mapping[str, tuple[str, ...]]:
        """Return, by entry id, the publicity answers and cases that name it as what comes next."""
        found: dict[str, list[str]] = {}
        for entry in self.entries.values():
            if isinstance(entry.item, (PublicityAnswer, Case)):
                for other in entry.item.next:
                    found.setdefault(other, []).append(entry.id)
        return {key: tuple(ids) for key, ids in found.items()}

    @cached_property
    def citing(self) -> Mapping[tuple[str, int], tuple[str, ...]]:
        """Return, by (law, article number), the entries that rest on it; digests do not count."""
        found: dict[tuple[str, int], list[str]] = {}
        for entry in self.entries.values():
            for article in entry.articles if entry.kind != "article" else ():
                found.setdefault(article, []).append(entry.id)
        return {key: tuple(ids) for key, ids in found.items()}

    def body(self, entry: Entry) -> str:
        """Return what an entry says, as one text for matching."""
        return body_of(entry)

    def title(self, entry_id: str) -> str:
        """Return the title of an entry."""
        return self.entries[entry_id].title
