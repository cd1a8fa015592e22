"""Labelled queries measured for learning: which entries are compared, their signals, which are right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from core.content import Content
from core.evaluation import read_labelled, same_body
from core.exam import read_paper
from core.matcher import Matcher
from core.models import Entry, QueryFile, UnanswerableFile
from core.signals.fusion import WITNESSES, testimony

ROOT = Path(__file__).resolve().parent.parent
NEAREST, BY_SIGNAL = 20, 6  # Entries compared: the nearest as fused now, and by each signal.


@dataclass
class Asked:
    """One query: the entries compared, their signals and whether each is right.

    ``heard`` says by signal which entry it puts first, and how far above what is not ours.
    """

    kind: str
    features: np.ndarray
    labels: np.ndarray
    entries: list[Entry]
    heard: dict[str, tuple[Entry, float]] = field(default_factory=dict)


def queries(content: Content, files: Iterable[Path]) -> list[tuple[str, str, set[str]]]:
    """Return (kind, utterance, ids of right entries).

    To what is not ours the matters of the labelled body are right (``sent``); where none is known,
    every matter of another body, or of nobody.
    """
    away = {entry.id for entry in content.entries.values() if entry.kind == "redirect"}
    bodies = {entry.id: entry.body for entry in content.entries.values() if entry.body}
    rows: list[tuple[str, str, set[str]]] = []
    for file in read_paper(ROOT).files.values():
        if isinstance(file, QueryFile) and file.entry in content.entries:
            rows += [("exam", ask.say, {file.entry, *ask.also}) for ask in file.asks]
        elif isinstance(file, UnanswerableFile):
            rows += [("unanswerable", say, away) for say in file.asks]
    for path in files:
        for row in read_labelled(path):
            theirs = row.redirect_to or ""
            sent = {key for key, body in bodies.items() if theirs and same_body(body, theirs)}
            if row.scope == "in":
                right = {entry.id for entry in content.entries.values() if row.fits(entry)}
                rows.append(("in", row.query, right))
            else:
                rows.append(("sent" if sent else "outside", row.query, sent or away))
    return rows


def measured(
    matcher: Matcher, rows: Sequence[tuple[str, str, set[str]]], names: Sequence[str]
) -> list[Asked]:
    """Measure every query against the entries that matter for it."""
    ids = [entry.id for entry in matcher.entries]
    strange = np.flatnonzero([entry.kind == "redirect" for entry in matcher.entries])
    found = []
    for kind, say, right in rows:
        query = matcher.lexicon.query(say)
        if not query.text:
            continue
        measures = matcher.measure(query)
        fusion = matcher.fusions.cheap
        if "semantic" in names:
            assert matcher.semantic is not None
            measures |= matcher.semantic.measure(query)
            fusion = matcher.fusions.full
        table = np.stack([measures[name] for name in names])
        total, unasked = fusion.total(names, table), measures["case"]
        near = set(np.argsort(-total, kind="stable")[:NEAREST].tolist())
        for name in WITNESSES:
            if name in names:
                near |= set(np.argsort(-measures[name], kind="stable")[:BY_SIGNAL].tolist())
        mine = [index for index, entry in enumerate(ids) if entry in right and not unasked[index]]
        near |= set(sorted(mine, key=lambda index: -total[index])[:BY_SIGNAL])
        chosen = np.array(sorted(index for index in near if not unasked[index]))
        labels = np.array([ids[index] in right for index in chosen])
        compared = [matcher.entries[index] for index in chosen]
        heard = {
            name: (matcher.entries[index], above)
            for name, (index, above) in testimony(names, table, strange).items()
        }
        found.append(Asked(kind, table[:, chosen].T.astype(float), labels, compared, heard))
    return found
