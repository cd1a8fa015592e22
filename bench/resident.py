"""Start, answer one question, and say how long it took and what stays in memory.

``python -m bench.resident`` with the cheap signals, ``--encoder`` with the encoder and its index.
"""

import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 24)


def memory(name: str) -> float:
    """Return VmRSS (resident) or VmHWM (its peak) of this process, in MiB; 0 where unknown.

    Not ``ru_maxrss``: a process begins with what its parent had.
    """
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name)), 0.0)


def main(arguments: list[str]) -> None:
    """Print seconds and MiB."""
    begun = time.perf_counter()
    from core.answering import Answerer
    from core.content import load
    from core.matcher import Matcher
    from core.models import Conversation
    from core.signals.encoder import find_embedder

    content = load(ROOT).content
    assert content is not None
    embedder = find_embedder("auto") if "--encoder" in arguments else None
    matcher = Matcher(content, embedder=embedder, folder=ROOT / "var")
    matcher.prepare()
    Answerer(content, matcher=matcher).ask("房子没过户能不能卖给亲戚", Conversation(), DAY)
    spent = time.perf_counter() - begun
    print(f"{spent:.1f} s, resident {memory('VmRSS'):.0f} MiB, peak {memory('VmHWM'):.0f} MiB")


if __name__ == "__main__":
    main(sys.argv[1:])
