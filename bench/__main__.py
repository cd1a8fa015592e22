"""Our matcher beside peers, in one run: the same entries, the same questions. python -m bench

Writes docs/quality.md's tables to standard output as Markdown. Peers: rapidfuzz WRatio over all
texts, BM25 over jieba words (rank-bm25), SQLite FTS5 trigram. Questions: the exam, and labelled
sets given as arguments; ``--articles SET.jsonl`` adds article search and its peers. Instead of all
that, ``--growth N`` measures N times the entries, ``--beside`` what is ours beside the encoder.
"""

import gc
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import jieba
import numpy as np
from rank_bm25 import BM25Okapi
from rapidfuzz import fuzz, process

from bench import articles
from bench.resident import memory
from core.answering import Answerer
from core.content import Content, load
from core.evaluation import evaluate, read_labelled, summary
from core.exam import read_paper
from core.matcher import Matcher
from core.models import Conversation, Entry, QueryFile
from core.signals.encoder import Embedder, Vectors, find_embedder

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 24)
Ranker = Callable[[str], list[str]]
ASKED = 300  # Utterances of the exam, evenly taken, that all rankers are asked.
ROUNDS = 3
FACTORS = (1, 10, 100)


def ours(content: Content) -> Ranker:
    """Our matcher, cheap signals only."""
    matcher = Matcher(content)
    return lambda text: [
        candidate.entry for candidate in matcher.decide(matcher.lexicon.query(text)).candidates
    ]


def encoded(content: Content) -> Ranker | None:
    """Our matcher with the sentence encoder, where it is installed."""
    embedder = find_embedder("auto")
    if embedder is None:
        return None
    matcher = Matcher(content, embedder=embedder, folder=ROOT / "var")
    matcher.prepare()
    return lambda text: [
        candidate.entry for candidate in matcher.decide(matcher.lexicon.query(text)).candidates
    ]


def _texts(content: Content) -> tuple[list[str], list[str]]:
    pairs = [(text, entry.id) for entry in content.entries.values() for text in entry.texts]
    return [text for text, _ in pairs], [entry for _, entry in pairs]


def _best(scores: Sequence[float], owners: Sequence[str]) -> list[str]:
    order = np.argsort(-np.asarray(scores), kind="stable")[:200]
    return list(dict.fromkeys(owners[index] for index in order if scores[index] > 0))[:10]


def wratio(content: Content) -> Ranker:
    """Rapidfuzz WRatio against every text."""
    texts, owners = _texts(content)
    return lambda text: _best(process.cdist([text], texts, scorer=fuzz.WRatio)[0], owners)


def jieba_bm25(content: Content) -> Ranker:
    """BM25 over jieba words."""
    texts, owners = _texts(content)
    model = BM25Okapi([list(jieba.cut(text)) for text in texts])
    return lambda text: _best(model.get_scores(list(jieba.cut(text))), owners)


def fts_trigram(content: Content) -> Ranker:
    """SQLite FTS5 with the trigram tokenizer, terms joined by OR."""
    texts, owners = _texts(content)
    database = sqlite3.connect(":memory:")
    database.execute(
        "create virtual table t using fts5(text, owner unindexed, tokenize='trigram')"
    )
    database.executemany("insert into t values (?, ?)", zip(texts, owners, strict=True))

    def rank(text: str) -> list[str]:
        grams = {text[index : index + 3] for index in range(len(text) - 2)}
        terms = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in sorted(grams))
        if not terms:
            return []
        rows = database.execute(
            "select owner from t where t match ? order by rank limit 200", [terms]
        )
        return list(dict.fromkeys(owner for (owner,) in rows))[:10]

    return rank


def questions(files: Sequence[Path]) -> list[tuple[str, set[str]]]:
    """Return (utterance, ids of right entries) of the exam."""
    found = []
    for file in read_paper(ROOT).files.values():
        if isinstance(file, QueryFile):
            found += [(ask.say, {file.entry}) for ask in file.asks]
    return found


def measure(
    name: str, build: Callable[[], Ranker | None], asked: list[tuple[str, set[str]]]
) -> str:
    """Build and ask; return one row of the table."""
    gc.collect()
    start = time.perf_counter()
    rank = build()
    if rank is None:
        return f"| {name} | not installed | | | | |"
    built = time.perf_counter() - start
    times, first, three = [], 0, 0
    for text, right in asked:
        best = float("inf")
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            ranked = rank(text)
            best = min(best, time.perf_counter() - begun)
        times.append(best * 1000)
        first += bool(ranked) and ranked[0] in right
        three += bool(right & set(ranked[:3]))
    p50, p99 = statistics.median(times), float(np.percentile(times, 99))
    count = len(asked)
    return (
        f"| {name} | {first / count:.3f} | {three / count:.3f} |"
        f" {p50:.2f} | {p99:.2f} | {built:.2f} |"
    )


def grown(content: Content, factor: int) -> Content:
    """Return the content ``factor`` times over, every copy's texts shuffled letter by letter."""
    random.seed(7)
    entries: dict[str, Entry] = dict(content.entries)
    for copy in range(1, factor):
        for entry in content.entries.values():
            texts = tuple("".join(random.sample(text, len(text))) for text in entry.texts)
            entries[f"{entry.id}-{copy}"] = replace(entry, id=f"{entry.id}-{copy}", texts=texts)
    return replace(content, entries=entries)


def growth(content: Content, factor: int) -> str:
    """Time deciding and composing on ``factor`` times the entries."""
    start = time.perf_counter()
    answerer = Answerer(grown(content, factor))
    built = time.perf_counter() - start
    said = [text for text, _ in questions(())][:200]
    times = []
    for text in said:
        best = float("inf")
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            answerer.ask(text, Conversation(), DAY)
            best = min(best, time.perf_counter() - begun)
        times.append(best * 1000)
    p50, p99 = statistics.median(times), float(np.percentile(times, 99))
    size = len(answerer.content.entries)
    return f"| {factor}× | {size} | {p50:.2f} | {p99:.2f} | {built:.1f} | {memory('VmHWM'):.0f} |"


class Watched:
    """An encoder that keeps how long it took: ``spent`` seconds since last set to 0."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dim = embedder.name, embedder.dim
        self.passages, self._queries = embedder.passages, embedder.queries
        self.spent = 0.0

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode queries."""
        begun = time.perf_counter()
        vectors = self._queries(texts)
        self.spent += time.perf_counter() - begun
        return vectors


def beside(content: Content, asked: list[str]) -> str:
    """Return what a whole answer takes beside the encoder's own time, where it is asked."""
    embedder = find_embedder("auto")
    if embedder is None:
        return "The encoder is not installed."
    watched = Watched(embedder)
    matcher = Matcher(content, embedder=watched, folder=ROOT / "var")
    matcher.prepare()
    answerer = Answerer(content, matcher=matcher)
    own, encoding = [], []
    for text in asked:
        rounds = []
        for _ in range(ROUNDS):
            watched.spent, begun = 0.0, time.perf_counter()
            answerer.ask(text, Conversation(), DAY)
            rounds.append((time.perf_counter() - begun - watched.spent, watched.spent))
        if rounds[0][1]:
            own.append(min(each for each, _ in rounds) * 1000)
            encoding.append(min(spent for _, spent in rounds) * 1000)
    p50, p99 = statistics.median(own), float(np.percentile(own, 99))
    return (
        f"With the encoder ({len(own)} of {len(asked)} asked it): its own time"
        f" p50 {statistics.median(encoding):.1f} ms, all else p50 {p50:.2f}, p99 {p99:.2f} ms"
    )


def alone(module: str, *options: str) -> str:
    """Run a module in a process of its own and return what it prints."""
    run = [sys.executable, "-m", module, *options]
    return subprocess.run(run, check=True, capture_output=True, text=True).stdout


def main(arguments: list[str]) -> None:
    """Print the tables."""
    content = load(ROOT).content
    assert content is not None
    if "--growth" in arguments:
        print(growth(content, int(arguments[-1])))
        return
    if "--beside" in arguments:
        said = questions(())
        print(beside(content, [text for text, _ in said[:: max(1, len(said) // ASKED)]]))
        return
    if "--articles" in arguments:
        place = arguments.index("--articles")
        articles.main(arguments[place + 1 :])
        arguments = arguments[:place]
    print("Resident after the first answer:", alone("bench.resident"), end="")
    print("With the encoder:", alone("bench.resident", "--encoder"))
    print("| entries | number | p50 ms | p99 ms | build s | peak MB |\n|---|---|---|---|---|---|")
    for factor in FACTORS:
        print(alone("bench", "--growth", str(factor)), end="", flush=True)
    asked = questions(())
    asked = asked[:: max(1, len(asked) // ASKED)]
    print(f"\nThe exam, {len(asked)} utterances of it, {len(content.entries)} entries:\n")
    print(
        "| ranker | right at 1 | within 3 | p50 ms | p99 ms | build s |\n|---|---|---|---|---|---|"
    )
    rankers: tuple[tuple[str, Callable[[], Ranker | None]], ...] = (
        ("ours, cheap signals", lambda: ours(content)),
        ("ours with encoder", lambda: encoded(content)),
        ("rapidfuzz WRatio", lambda: wratio(content)),
        ("BM25 over jieba", lambda: jieba_bm25(content)),
        ("FTS5 trigram", lambda: fts_trigram(content)),
    )
    for name, build in rankers:
        print(measure(name, build, asked), flush=True)
    print(f"\n{beside(content, [text for text, _ in asked])}", flush=True)
    answerer = Answerer(content)
    for path in map(Path, arguments):
        print(f"\n{path.name}: {summary(evaluate(answerer, read_labelled(path), DAY))}")


if __name__ == "__main__":
    main(sys.argv[1:])
