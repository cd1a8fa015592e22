"""JSON Schemas of the content files, so that an editor completes and marks faults while staff type."""

import json
from pathlib import Path
from typing import Any

from core.models import (
    AskBackFile,
    Campaign,
    Case,
    DigestFile,
    Guide,
    Model,
    PublicityAnswer,
    QueryFile,
    RedirectFile,
    RegisterFile,
    ReplyFile,
    TermFile,
)

FOLDER = "docs/schemas"
KINDS: dict[str, type[Model]] = {
    "guide": Guide,
    "faq": PublicityAnswer,
    "digests": DigestFile,
    "case": Case,
    "campaign": Campaign,
    "laws": RegisterFile,
    "redirects": RedirectFile,
    "terms": TermFile,
    "replies": ReplyFile,
    "ask-back": AskBackFile,
    "queries": QueryFile,
}


def schema_text(kind: str) -> str:
    """Return the JSON Schema of one kind of file."""
    schema: dict[str, Any] = KINDS[kind].model_json_schema(by_alias=True, mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def stale(root: Path) -> list[str]:
    """Return the schema files under ``root`` that are missing or differ from the models."""
    return [
        f"{FOLDER}/{kind}.json"
        for kind in KINDS
        if not (path := root / FOLDER / f"{kind}.json").is_file()
        or path.read_text(encoding="utf-8") != schema_text(kind)
    ]


def write(root: Path) -> None:
    """Write every schema anew."""
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        (root / FOLDER / f"{kind}.json").write_text(schema_text(kind), encoding="utf-8")
