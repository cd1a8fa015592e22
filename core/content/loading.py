"""Read the content folders: all faults of all files at once, and a set only when there is none."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.content.entries import case_entry, digest_entries, faq_entry, guide_entry, redirect_entry
from core.content.model import Content
from core.laws import LawRegister
from core.models import (
    AskBackFile,
    Campaign,
    Case,
    DigestFile,
    Entry,
    Guide,
    Law,
    Model,
    PublicityAnswer,
    RedirectFile,
    RegisterFile,
    ReplyFile,
    TermFile,
)
from core.reading import Fault, Source, read

SHARED: dict[str, type[Model]] = {
    "guides/_terms.yaml": TermFile,
    "guides/_redirects.yaml": RedirectFile,
    "guides/_outside.yaml": RedirectFile,
    "faq/_replies.yaml": ReplyFile,
    "faq/_ask_back.yaml": AskBackFile,
}
FOLDERS: tuple[tuple[str, type[Model]], ...] = (
    ("laws", RegisterFile),
    ("guides", Guide),
    ("faq/topics", PublicityAnswer),
    ("faq/articles", DigestFile),
    ("faq/cases", Case),
    ("campaigns", Campaign),
)


@dataclass
class Loaded:
    """The outcome of a reading: files by name with their models and sources, and all faults.

    ``content`` is None when any fault is an error.
    """

    models: dict[str, Model] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    content: Content | None = None

    def of(self, kind: type[Any]) -> Iterable[tuple[str, Any]]:
        """Yield (file name, model) of every file read as ``kind``."""
        return ((name, model) for name, model in self.models.items() if isinstance(model, kind))


def content_files(root: Path) -> list[tuple[Path, str, type[Model]]]:
    """List every content file under ``root`` with its name and the model it must fit."""
    files: list[tuple[Path, str, type[Model]]] = [
        (root / name, name, model) for name, model in SHARED.items()
    ]
    for folder, model in FOLDERS:
        for path in sorted((root / folder).rglob("*.yaml")):
            name = path.relative_to(root).as_posix()
            if not path.name.startswith((".", "_")):
                files.append((path, name, model))
    return files


def load(root: Path) -> Loaded:
    """Read all content under ``root``."""
    loaded = Loaded()
    digest = hashlib.sha256()
    for path, name, model in content_files(root):
        value, source, faults = read(path, name, model)
        loaded.faults += faults
        if source is not None:
            loaded.sources[name] = source
        if value is not None:
            loaded.models[name] = value
            digest.update(name.encode() + b"\0" + value.model_dump_json().encode() + b"\0")
    loaded.faults += _stray_files(root)
    loaded.entries = _entries(loaded)
    if not any(fault.level == "error" for fault in loaded.faults):
        loaded.content = _assemble(loaded, digest.hexdigest()[:12])
    return loaded


def _stray_files(root: Path) -> list[Fault]:
    faults = []
    for folder in ("guides", "faq", "laws", "campaigns"):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.suffix == ".yml":
                faults.append(Fault(name, 1, "文件名要以 .yaml 结尾，请改名，否则不会被读到"))
            elif path.suffix == ".yaml" and path.name.startswith("_") and name not in SHARED:
                faults.append(
                    Fault(name, 1, "下划线开头的文件只有 " + "、".join(SHARED) + "，请改名")
                )
            elif (
                path.suffix == ".yaml"
                and folder == "faq"
                and len(path.relative_to(root).parts) < 3
                and name not in SHARED
            ):
                faults.append(Fault(name, 1, "请放进 faq/topics、faq/articles 或 faq/cases"))
    return faults


def _entries(loaded: Loaded) -> list[Entry]:
    laws = {law.short: law for _, file in loaded.of(RegisterFile) for law in file.laws}
    entries: list[Entry] = []
    for name, guide in loaded.of(Guide):
        entries.append(guide_entry(Path(name).stem, guide, name))
    for name, answer in loaded.of(PublicityAnswer):
        entries.append(faq_entry(Path(name).stem, answer, name))
    for name, case in loaded.of(Case):
        entries.append(case_entry(Path(name).stem, case, name))
    for name, file in loaded.of(DigestFile):
        if file.law in laws:
            entries += digest_entries(laws[file.law].id, file, name)
    for name, file in loaded.of(RedirectFile):
        entries += [redirect_entry(redirect, name) for redirect in file.redirects]
    return entries


def _assemble(loaded: Loaded, digest: str) -> Content:
    words: TermFile = next(model for _, model in loaded.of(TermFile))
    replies: ReplyFile = next(model for _, model in loaded.of(ReplyFile))
    ask_back: AskBackFile = next(model for _, model in loaded.of(AskBackFile))
    laws: list[Law] = [law for _, file in loaded.of(RegisterFile) for law in file.laws]
    published = {
        entry.id: entry
        for entry in loaded.entries
        if entry.review is None or entry.review.status == "published"
    }
    return Content(
        entries=published,
        register=LawRegister(laws),
        words=words,
        ask_back=tuple(
            ask.model_copy(update={"beside": (*ask_back.beside, *ask.beside)})
            for ask in ask_back.ask_back
        ),
        sentences=replies.sentences,
        small_talk=replies.small_talk,
        dangers=replies.dangers,
        campaigns={Path(name).stem: model for name, model in loaded.of(Campaign)},
        digest=digest,
    )
