"""The frozen set of content that the bot answers from."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.content.bodies import body_of
from core.laws import LawRegister
from core.models import AskBack, Campaign, Danger, Entry, SmallTalk, TermFile


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

    def body(self, entry: Entry) -> str:
        """Return what an entry says, as one text for matching."""
        return body_of(entry)

    def title(self, entry_id: str) -> str:
        """Return the title of an entry."""
        return self.entries[entry_id].title
