"""The desk in service: the answerer in force, replaced as a whole when staff change the content."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from watchfiles import watch

from core.answering import Answerer
from core.check import check
from core.content import Content
from core.journal import Journal
from core.laws import LawTexts
from core.matcher import Matcher
from core.reading import Fault
from core.signals.encoder import Embedder

log = logging.getLogger(__name__)

WATCHED = ("guides", "faq", "laws", "campaigns", "tests/queries")
QUIET_MS = 400  # An editor's several writes within this time are taken as one change.
SHOWN_FAULTS = 10


@dataclass(frozen=True)
class Parts:
    """What a desk is built from, besides the content."""

    root: Path
    data_dir: Path
    today: Callable[[], date]
    journal: Journal | None = None
    embedder: Embedder | None = None


class Desk:
    """Holds the answerer in force. A faulty set of content never replaces a good one."""

    def __init__(self, parts: Parts, content: Content) -> None:
        self._parts = parts
        self._stop = threading.Event()
        self._watcher: threading.Thread | None = None
        self.answerer = self._built(content, wait=False)

    def current(self) -> Answerer:
        """Return the answerer in force now."""
        return self.answerer

    def watch(self) -> None:
        """Follow the content folders in a background thread."""
        self._watcher = threading.Thread(target=self._follow, name="content", daemon=True)
        self._watcher.start()

    def close(self) -> None:
        """Stop following."""
        self._stop.set()
        if self._watcher:
            self._watcher.join(5)

    def reload(self) -> list[Fault]:
        """Take the content as it stands if it has no error; return the errors found."""
        loaded, faults = check(self._parts.root, self._parts.today())
        errors = [fault for fault in faults if fault.level == "error"]
        if errors or loaded.content is None:
            return errors
        if loaded.content.digest != self.answerer.content.digest:
            self.answerer = self._built(loaded.content, wait=True)
            log.info("内容已更新（%s），开始按新内容回答", loaded.content.digest)
        return []

    def _follow(self) -> None:
        folders = [self._parts.root / name for name in WATCHED]
        present = [folder for folder in folders if folder.is_dir()]
        for _ in watch(
            *present, stop_event=self._stop, step=50, debounce=QUIET_MS, raise_interrupt=False
        ):
            try:
                self._tell(self.reload())
            except Exception as error:
                log.error("重新读取内容时出错（%s），仍按原来的内容回答", type(error).__name__)

    def _tell(self, errors: list[Fault]) -> None:
        if not errors:
            return
        shown = "\n".join(f"  {fault}" for fault in errors[:SHOWN_FAULTS])
        log.error("改动里有 %d 处错误，没有采用，仍按原来的内容回答：\n%s", len(errors), shown)

    def _built(self, content: Content, wait: bool) -> Answerer:
        parts = self._parts
        matcher = Matcher(content, embedder=parts.embedder, folder=parts.data_dir)
        if wait:
            matcher.prepare()
        else:
            matcher.prepare_behind()
        texts = LawTexts(content.register, parts.data_dir / "laws")
        return Answerer(content, parts.journal, matcher, texts)
