"""The register of laws: which there are, what they are called, and what is in force on a day."""

from collections.abc import Iterable, Iterator
from datetime import date

from core.models import Citation, Law


def plain_name(name: str) -> str:
    """Strip 《》, spaces and a leading 中华人民共和国 from a law's name."""
    bare = "".join(character for character in name if character not in "《》〈〉<> 　")
    return bare.removeprefix("中华人民共和国")


class LawRegister:
    """Registered laws, found by short title, id, full title or another name."""

    def __init__(self, laws: Iterable[Law]) -> None:
        self._laws = {law.short: law for law in laws}
        self._by_id = {law.id: law for law in self._laws.values()}
        self._names: dict[str, Law] = {}
        for law in self._laws.values():
            for name in (law.short, law.title, *law.aliases):
                self._names.setdefault(plain_name(name), law)

    def __iter__(self) -> Iterator[Law]:
        return iter(self._laws.values())

    def __len__(self) -> int:
        return len(self._laws)

    def get(self, short: str) -> Law | None:
        """Return the law with this short title (what citations use)."""
        return self._laws.get(short)

    def by_id(self, law_id: str) -> Law | None:
        """Return the law with this register id (what choices use)."""
        return self._by_id.get(law_id)

    def named(self, name: str) -> Law | None:
        """Return the law called ``name`` in full, in short or by another name, 《》 or not."""
        return self._names.get(plain_name(name))

    @property
    def names(self) -> dict[str, Law]:
        """Every plain name with its law."""
        return self._names

    def objection(self, citation: Citation, day: date) -> str | None:
        """Say in Chinese why ``citation`` does not hold on ``day``, or None when it does."""
        law = self._laws.get(citation.law)
        if law is None:
            known = self.named(citation.law)
            hint = (
                f"，登记的简称是“{known.short}”" if known else "，请先在 laws/ 里登记，或改正法名"
            )
            return f"法规登记里没有“{citation.law}”{hint}"
        version = law.version_on(day)
        if version is None:
            return f"《{law.short}》在 {day} 不是有效的法" + self._why_not(law, day)
        if citation.article and version.articles is None:
            return f"《{law.short}》登记为不分条的文件，引用时不要写 article"
        if citation.article and version.articles and citation.article > version.articles:
            return f"《{law.short}》一共 {version.articles} 条，没有第 {citation.article} 条，请核对条号"
        return None

    @staticmethod
    def _why_not(law: Law, day: date) -> str:
        first = min(law.versions, key=lambda version: version.from_)
        if day < first.from_:
            return f"：{first.from_} 才开始施行，在那之前不能作为依据"
        if law.replaced_by:
            return "：已经失效，请改引" + "、".join(f"《{name}》" for name in law.replaced_by)
        return "：已经失效，请换成现行的依据"
