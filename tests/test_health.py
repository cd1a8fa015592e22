"""Three colours for every entry."""

from collections import Counter
from datetime import date
from pathlib import Path

from core.content import Loaded, load
from core.health import health
from core.reading import Fault
from tests.conftest import ROOT, TODAY


def states(loaded: Loaded, day: date, faults: list[Fault] | None = None) -> dict[str, str]:
    return {each.entry: each.colour for each in health(loaded, faults or [], Counter(), day)}


def test_what_is_overdue_is_red_and_the_worst_stands_first() -> None:
    loaded = load(ROOT)
    assert states(loaded, TODAY)["lost-certificate"] == "黄"  # It has statements to confirm.
    found = health(loaded, [], Counter(), date(2030, 1, 1))
    assert {each.colour for each in found} == {"红"}
    assert "复核已过期" in found[0].reasons


def test_errors_and_known_failures_show() -> None:
    loaded = load(ROOT)
    path = "guides/lost-certificate.yaml"
    assert states(loaded, TODAY, [Fault(path, 1, "错")])["lost-certificate"] == "红"
    failing = Counter({"lost-certificate": 2})
    (state,) = [
        each for each in health(loaded, [], failing, TODAY) if each.entry == "lost-certificate"
    ]
    assert "2 道考题还答不对" in state.reasons
    assert Path(state.path).name == "lost-certificate.yaml"
    assert "承诺办结时限" in state.local
