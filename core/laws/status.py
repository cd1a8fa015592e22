"""What the register holds on a day: in force, coming, gone, without text, cited by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.laws.register import LawRegister
from core.laws.texts import LawTexts
from core.models import Law

SHOWN = 5  # Citing entries named on a line.
State = Literal["现行", "未施行", "已失效"]


@dataclass(frozen=True)
class LawStatus:
    """One law on a day; ``texts`` counts loaded articles, ``cited_by`` are entry ids."""

    law: Law
    state: State
    since: date
    texts: int
    cited_by: tuple[str, ...]

    def __str__(self) -> str:
        text = f"{self.texts} 条文本" if self.texts else "没有文本"
        cited = ""
        if self.cited_by:
            named = "、".join(self.cited_by[:SHOWN]) + ("……" if self.cited_by[SHOWN:] else "")
            cited = f"，被 {len(self.cited_by)} 个条目引用（{named}）"
        doubt = "，效力待核" if self.law.to_confirm else ""
        return f"{self.state}　《{self.law.short}》　{self.since}　{text}{cited}{doubt}"


def law_statuses(
    register: LawRegister, texts: LawTexts, cited_by: Mapping[str, Sequence[str]], day: date
) -> list[LawStatus]:
    """Return every registered law's status, in the register's order."""
    found = []
    for law in register:
        version = law.version_on(day)
        first = min(each.from_ for each in law.versions)
        ended = max((each.until for each in law.versions if each.until), default=first)
        state: State = "现行" if version else "未施行" if day < first else "已失效"
        since = version.from_ if version else first if day < first else ended
        count = len(texts.articles(law.short, day))
        found.append(LawStatus(law, state, since, count, tuple(cited_by.get(law.short, ()))))
    return found
