"""Learn the fusion of signals on labelled queries; writes core/signals/fusion.json.

    python -m bench.calibrate LABELLED.jsonl …      learn and write
    python -m bench.calibrate --table LABELLED.jsonl …   five-fold figures and ablation, no writing

Queries are the exam's utterances and the rows of the labelled sets given. For every query the
nearest entries by any signal, right or not, are compared. Two models (see core/signals/fusion.py)
are learned: the order (conditional logit, L2) and how probably the first is right (logistic
regression, L2), the second on orders made by models that had not seen the query (five folds).
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from bench.asked import Asked, measured, queries
from core.content import load
from core.matcher import Matcher
from core.ranking import CANDIDATES
from core.signals.encoder import find_embedder
from core.signals.fusion import WITNESSES, evidence, in_front, related, supported

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "core/signals/fusion.json"
FOLDS = 5
L2_RANK, C_SURE = 3e-3, 0.03
# How much a query counts. The exam, ten times as many and written beside the content, teaches the
# order; being sure is learned from what real people wrote.
WEIGHTS = {"exam": 1.0, "in": 3.0, "sent": 1.0, "outside": 0.2, "unanswerable": 0.2}
WEIGHTS |= {"article": 3.0, "far article": 0.6}  # With a digest, and without (bench/articles.py).
SURE_WEIGHTS = {"exam": 0.3, "in": 12.0, "sent": 6.0, "outside": 6.0, "unanswerable": 6.0}
# Being more alike never counts against an entry, whatever else is known of it.
LIKENESS = ("fuzzy", "field", "body", "terms", "semantic", "central", "meant")
# What the second model may look at.
EVIDENCE = (
    *("share", "kin", "away", "length"),
    *("field", "semantic", "central", "meant", "article", "redirect"),
    *(f"agree_{name}" for name in WITNESSES),
    *("over_field", "over_central"),
)


@dataclass
class Model:
    """Both models' weights; of ``sure`` the first is the bias."""

    rank: np.ndarray
    sure: np.ndarray


def rank_loss(
    asked: Sequence[Asked],
) -> tuple[Callable[[np.ndarray], tuple[float, np.ndarray]], np.ndarray]:
    """Return the conditional logit's loss with its gradient, and the spread of each signal.

    The loss takes weights of signals as spread out evenly: weight times spread.
    """
    known = [each for each in asked if each.labels.any()]
    spread = np.concatenate([each.features for each in known]).std(axis=0) + 1e-6
    x = np.concatenate([each.features / spread for each in known])
    y = np.concatenate([each.labels for each in known])
    sizes = [len(each.labels) for each in known]
    starts = np.cumsum([0, *sizes[:-1]])
    owner = np.repeat(np.arange(len(known)), sizes)
    weight = np.array([WEIGHTS[each.kind] for each in known])
    weight /= weight.sum()

    def loss(beta: np.ndarray) -> tuple[float, np.ndarray]:
        sums = x @ beta
        powers = np.exp(sums - np.maximum.reduceat(sums, starts)[owner])
        whole = np.add.reduceat(powers, starts)
        mine = np.add.reduceat(powers * y, starts)
        pull = np.where(y, powers / mine[owner], 0.0) - powers / whole[owner]
        value = -(weight * np.log(mine / whole)).sum() + L2_RANK * beta @ beta
        return value, -(x * (pull * weight[owner])[:, None]).sum(axis=0) + 2 * L2_RANK * beta

    return loss, spread


def learn_rank(asked: Sequence[Asked], names: Sequence[str] = ()) -> np.ndarray:
    """Return the weights of the conditional logit; those of LIKENESS are not negative."""
    loss, spread = rank_loss(asked)
    bounds = [(0 if name in LIKENESS else None, None) for name in names or spread]
    found = minimize(loss, 0 * spread, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x) / spread


def first_of(
    each: Asked, rank: np.ndarray, names: Sequence[str]
) -> tuple[bool, bool, list[float], bool]:
    """Return whether the first is right, one of three is, the evidence, and if it is a redirect."""
    sums = each.features @ rank
    near = np.argsort(-sums, kind="stable")[:CANDIDATES]
    near_by = [each.entries[place] for place in near]
    kin = related(near_by)
    after = supported([float(sums[place]) for place in near], kin)
    turn = in_front(after, near_by, kin)
    order = near[turn]
    first = dict(zip(names, each.features[order[0]], strict=True))
    mine = each.entries[order[0]]
    own = [kin[turn[0]][place] for place in turn]
    away = [each.entries[place].kind == "redirect" for place in order]
    heard = {
        name: (mine.kin(entry), above)
        for name, (entry, above) in each.heard.items()
        if name in names
    }
    known = evidence([float(sums[place]) for place in order], own, away, first, heard)
    return (
        bool(each.labels[order[0]]),
        bool(each.labels[order[:3]].any()),
        [known.get(name, 0.0) for name in EVIDENCE],
        mine.kind == "redirect",
    )


def learn_sure(rows: np.ndarray, right: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return bias and weights of the logistic regression."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    model = LogisticRegression(C=C_SURE, max_iter=2000)
    model.fit((rows - middle) / spread, right, sample_weight=weight)
    weights = model.coef_[0] / spread
    return np.concatenate([[model.intercept_[0] - weights @ middle], weights])


def folded(asked: Sequence[Asked], names: Sequence[str], seed: int = 0) -> dict[str, np.ndarray]:
    """Return, for every query, figures by models that had not seen it."""
    fold = np.random.RandomState(seed).permutation(len(asked)) % FOLDS
    firsts: list[tuple[bool, bool, list[float], bool]] = [(False, False, [], False)] * len(asked)
    for number in range(FOLDS):
        seen_ = [each for each, own in zip(asked, fold, strict=True) if own != number]
        rank = learn_rank(seen_, names)
        for index in np.flatnonzero(fold == number):
            firsts[index] = first_of(asked[index], rank, names)
    right = np.array([first[0] for first in firsts])
    rows = np.array([first[2] for first in firsts])
    weight = np.array([SURE_WEIGHTS[each.kind] for each in asked])
    sure = np.zeros(len(asked))
    for number in range(FOLDS):
        seen = fold != number
        beta = learn_sure(rows[seen], right[seen], weight[seen])
        sure[~seen] = 1 / (1 + np.exp(-(beta[0] + rows[~seen] @ beta[1:])))
    three = np.array([first[1] for first in firsts])
    kind = np.array([each.kind for each in asked])
    return {
        "right": right,
        "three": three,
        "sure": sure,
        "kind": kind,
        "fold": fold,
        "rows": rows,
        "weight": weight,
        "away": np.array([first[3] for first in firsts]),
    }


def figures(result: dict[str, np.ndarray], answer: float) -> str:
    """Return one row of a table: right at 1, within 3, answered, right of these, wrongly outside."""
    inside = result["kind"] == "in"
    answered = (result["sure"] >= answer) & ~result["away"]
    outside = np.isin(result["kind"], ("outside", "sent"))
    exam = result["kind"] == "exam"
    spread = [result["right"][inside & (result["fold"] == f)].mean() for f in range(FOLDS)]
    good = result["right"][inside & answered]
    return (
        f"{result['right'][inside].mean():.3f} ± {np.std(spread):.3f} | "
        f"{result['three'][inside].mean():.3f} | {answered[inside].mean():.3f} | "
        f"{good.mean() if len(good) else 0:.3f} | {answered[outside].mean():.3f} | "
        f"{result['right'][exam].mean():.3f}"
    )


def main(arguments: list[str]) -> None:
    """Learn both fusions and write them, or print figures."""
    table = "--table" in arguments
    files = [Path(each) for each in arguments if not each.startswith("--")]
    content = load(ROOT).content
    assert content is not None, "the content has errors: python bot.py check"
    matcher = Matcher(content, embedder=find_embedder("auto"), folder=ROOT / "var")
    matcher.prepare(lambda done, of: print(f"\rencoding {done}/{of}", end="", file=sys.stderr))
    rows = queries(content, files)
    cheap = [name for signal in matcher.signals for name in signal.names]
    parts = {"cheap": cheap}
    if matcher.semantic:
        parts["full"] = [*cheap, *matcher.semantic.names]
    written: dict[str, Any] = json.loads(TARGET.read_text(encoding="utf-8"))
    for part, names in parts.items():
        asked = measured(matcher, rows, names)
        limits = written[part]["thresholds"]
        if table:
            print(
                f"\n{part}\n| signals | right at 1 | within 3 | answered | right | outside | exam |"
            )
            print("|---|---|---|---|---|---|---|")
            for name, kept in ablations(names):
                result = folded(only(asked, names, kept), kept)
                print(f"| {name} | {figures(result, limits['answer'])} |", flush=True)
            continue
        written[part] = learned(asked, names) | {"thresholds": limits}
    if not table:
        TARGET.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


def learned(asked: Sequence[Asked], names: Sequence[str]) -> dict[str, Any]:
    """Return what is written of one fusion."""
    result = folded(asked, names)
    sure = learn_sure(result["rows"], result["right"], result["weight"])
    for answer in (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8):
        print(f"{answer} | {figures(result, answer)}")
    rank = learn_rank(asked, names)
    return {
        "rank": {name: round(float(w), 3) for name, w in zip(names, rank, strict=True)},
        "bias": round(float(sure[0]), 3),
        "sure": {
            name: round(float(w), 3) for name, w in zip(EVIDENCE, sure[1:], strict=True) if w
        },
    }


def ablations(names: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return (label, names): all, each alone, all but one."""
    ranking = [name for name in names if name not in ("scope", "length")]
    return [
        ("all", list(names)),
        *((f"{name} alone", [name]) for name in ranking),
        *((f"all but {name}", [n for n in names if n != name]) for name in names),
    ]


def only(asked: Sequence[Asked], names: Sequence[str], kept: Sequence[str]) -> list[Asked]:
    """Return the queries with some of the signals."""
    columns = [names.index(name) for name in kept]
    return [replace(each, features=each.features[:, columns]) for each in asked]


if __name__ == "__main__":
    main(sys.argv[1:])
