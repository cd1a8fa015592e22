"""The risk-coverage curve of abstaining (El-Yaniv and Wiener 2010): as CSV and as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.evaluation import Outcome

WIDTH, HEIGHT, MARGIN = 480, 320, 48


@dataclass(frozen=True)
class Point:
    """If all rows whose first candidate scores at least ``score`` were answered."""

    score: float
    coverage: float
    risk: float


def curve(outcomes: Sequence[Outcome]) -> list[Point]:
    """Return one point per distinct score, the surest first; risk is the share answered wrongly."""
    ranked = sorted(outcomes, key=lambda outcome: -outcome.score)
    points, wrong = [], 0
    for count, outcome in enumerate(ranked, 1):
        wrong += not outcome.first_right
        if count == len(ranked) or ranked[count].score != outcome.score:
            points.append(Point(outcome.score, count / len(ranked), wrong / count))
    return points


def csv_text(points: Sequence[Point]) -> str:
    """Return the points as CSV."""
    rows = [f"{point.score:.4f},{point.coverage:.4f},{point.risk:.4f}" for point in points]
    return "\n".join(["score,coverage,risk", *rows]) + "\n"


def svg_text(points: Sequence[Point], title: str) -> str:
    """Return the curve as an SVG picture: coverage to the right, risk upwards."""
    across, up = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    line = " ".join(
        f"{MARGIN + point.coverage * across:.1f},{HEIGHT - MARGIN - point.risk * up:.1f}"
        for point in points
    )
    ticks = "".join(
        f'<text x="{MARGIN + share * across:.0f}" y="{HEIGHT - MARGIN + 18}" '
        f'text-anchor="middle">{share:.0%}</text>'
        f'<text x="{MARGIN - 8}" y="{HEIGHT - MARGIN - share * up + 4:.0f}" '
        f'text-anchor="end">{share:.0%}</text>'
        for share in (0, 0.25, 0.5, 0.75, 1)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" font-size="12">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
        f'<text x="{WIDTH / 2}" y="24" text-anchor="middle">{title}</text>'
        f'<path d="M{MARGIN},{MARGIN} V{HEIGHT - MARGIN} H{WIDTH - MARGIN}" '
        f'fill="none" stroke="black"/>{ticks}'
        f'<polyline points="{line}" fill="none" stroke="#06c" stroke-width="2"/>'
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 8}" text-anchor="middle">coverage</text>'
        f'<text x="14" y="{HEIGHT / 2}" text-anchor="middle" '
        f'transform="rotate(-90 14 {HEIGHT / 2})">risk</text></svg>\n'
    )
