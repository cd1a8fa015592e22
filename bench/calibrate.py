"""Fit the fusion of signals and choose its thresholds; writes core/signals/fusion.json.

    python -m bench.calibrate [LABELLED.jsonl …]

Rows are (query, entry) pairs: the best entries by the present fusion for every utterance of the
exam and of the labelled sets given, right or not. A logistic regression (scikit-learn, L2) gives
the weights, so that a score is a probability on such queries. Thresholds: ``answer`` is the lowest
score at which the share of wrong answers stays within WRONG_SHARE; see docs/decisions.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from core.content import Content, load
from core.evaluation import read_labelled
from core.exam import read_paper
from core.matcher import Matcher
from core.models import QueryFile, UnanswerableFile
from core.signals.encoder import find_embedder

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "core/signals/fusion.json"
NEAREST = 12  # Pairs a query: the right entries and the nearest wrong ones.
WRONG_SHARE = 0.12
IGNORED = {"length"}


@dataclass
class Pairs:
    """Feature rows of one query, its labels, and whether some entry is right at all."""

    features: np.ndarray
    labels: np.ndarray
    inside: bool
    weight: float


def queries(content: Content, files: Iterable[Path]) -> list[tuple[str, set[str] | None, float]]:
    """Return (utterance, ids of right entries or None to skip redirects, weight)."""
    rows: list[tuple[str, set[str] | None, float]] = []
    for file in read_paper(ROOT).files.values():
        if isinstance(file, QueryFile):
            rows += [(ask.say, {file.entry}, 1.0) for ask in file.asks]
        elif isinstance(file, UnanswerableFile):
            rows += [(say, None, 1.0) for say in file.asks]
    for path in files:
        for row in read_labelled(path):
            if row.scope == "in":
                right = {entry.id for entry in content.entries.values() if row.fits(entry)}
                rows.append((row.query, right, 2.0))
            else:
                rows.append((row.query, None, 0.5))
    return rows


def pairs(
    matcher: Matcher, rows: list[tuple[str, set[str] | None, float]], names: list[str]
) -> list[Pairs]:
    """Measure every query against the entries that matter for it."""
    ids = [entry.id for entry in matcher.entries]
    redirect = np.array([entry.kind == "redirect" for entry in matcher.entries])
    found = []
    for say, right, weight in rows:
        query = matcher.lexicon.query(say)
        if not query.text:
            continue
        measures = matcher.measure(query)
        if "semantic" in names:
            assert matcher.semantic is not None
            measures |= matcher.semantic.measure(query)
        table = np.stack([measures[name] for name in names], axis=1)
        total = matcher.fusions.full.total(measures)
        if right is None:
            total = np.where(redirect, -np.inf, total)
        nearest = [int(index) for index in np.argsort(-total)[:NEAREST]]
        mine = [index for index, entry in enumerate(ids) if right and entry in right]
        mine = sorted(mine, key=lambda index: -total[index])[:3]
        chosen = list(dict.fromkeys([*mine, *nearest]))
        labels = np.array([bool(right) and ids[index] in right for index in chosen])
        found.append(Pairs(table[chosen], labels, bool(mine), weight))
    return found


def fit(found: list[Pairs]) -> tuple[float, np.ndarray]:
    """Return bias and weights of the logistic model."""
    x = np.concatenate([pair.features for pair in found])
    y = np.concatenate([pair.labels for pair in found])
    weight = np.concatenate([np.full(len(pair.labels), pair.weight) for pair in found])
    model = LogisticRegression(C=3.0, max_iter=2000).fit(x, y, sample_weight=weight)
    return float(model.intercept_[0]), model.coef_[0]


def thresholds(found: list[Pairs], bias: float, weights: np.ndarray) -> dict[str, float]:
    """Choose ``answer``, ``margin`` and ``ask`` on the pairs' best candidates."""
    firsts, leads, right, inside, heavy = [], [], [], [], []
    for pair in found:
        scores = 1 / (1 + np.exp(-(pair.features @ weights + bias)))
        order = np.argsort(-scores)
        firsts.append(scores[order[0]])
        leads.append(scores[order[0]] - (scores[order[1]] if len(order) > 1 else 0))
        right.append(pair.labels[order[0]])
        inside.append(pair.inside)
        heavy.append(pair.weight)
    first, lead = np.array(firsts), np.array(leads)
    good, weight = np.array(right), np.array(heavy)
    best: tuple[float, float, float] = (-1.0, 0.9, 0.2)
    for answer in np.arange(0.3, 0.95, 0.02):
        for margin in (0.0, 0.03, 0.05, 0.08, 0.12, 0.2):
            answered = (first >= answer) & (lead >= margin)
            if not answered.any():
                continue
            wrong = (weight * (answered & ~good)).sum() / (weight * answered).sum()
            covered = (weight * (answered & good)).sum() / weight.sum()
            if wrong <= WRONG_SHARE and covered > best[0]:
                best = (covered, float(answer), margin)
    return {"answer": round(best[1], 3), "margin": best[2]}


def main(arguments: list[str]) -> None:
    """Calibrate both fusions and write them."""
    content = load(ROOT).content
    assert content is not None, "the content has errors: python bot.py check"
    embedder = find_embedder("auto")
    matcher = Matcher(content, embedder=embedder, folder=ROOT / "var")
    matcher.prepare(lambda done, of: print(f"\rencoding {done}/{of}", end="", file=sys.stderr))
    rows = queries(content, map(Path, arguments))
    cheap_names = [name for signal in matcher.signals for name in signal.names]
    written: dict[str, Any] = json.loads(TARGET.read_text(encoding="utf-8"))
    parts = {"cheap": [name for name in cheap_names if name not in IGNORED]}
    if matcher.semantic:
        parts["full"] = [*parts["cheap"], *matcher.semantic.names]
    for part, names in parts.items():
        found = pairs(matcher, rows, names)
        bias, weights = fit(found)
        limits = written[part]["thresholds"] | thresholds(found, bias, weights)
        written[part] = {
            "bias": round(bias, 3),
            "weights": {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)},
            "thresholds": limits,
        }
        print(part, json.dumps(written[part]))
    TARGET.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
