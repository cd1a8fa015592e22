"""Why the journal cannot be used: told to the operator in a sentence, not too often."""

import errno
import logging
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

log = logging.getLogger("core.journal")

QUIET = 60.0  # Seconds in which the same kind of trouble is logged once.

_SENTENCES = {
    "full": "磁盘满了，{path} 写不进去。请清理磁盘；旧记录可以用 python bot.py purge 删掉",
    "busy": "{path} 被别的程序占用。请关掉正在打开它的程序（数据库查看工具、备份、另一个机器人）",
    "read_only": "{path} 不能写。请让运行机器人的用户对这个文件和文件夹 {folder} 有写权限",
    "not_a_database": "{path} 不是 SQLite 文件，没有动它。请把它移到别处，机器人会另建一个",
    "damaged": "{path} 损坏了。请先备份，再用 sqlite3 的 .recover 修复，或者移到别处让机器人另建一个",
    "newer": "{path} 是更新版本的程序建的，没有动它。请升级程序，或者用 BOT_DATA_DIR 换一个数据文件夹",
    "not_a_file": "{path} 的位置上是文件夹或别的东西，不是文件。请把它移走或改名",
    "unopenable": "{path} 打不开。请检查文件夹 {folder} 是否存在，运行机器人的用户有没有读写权限",
    "io": "读写 {path} 时出错。请检查磁盘和网络盘",
    "internal": "{path} 没有写成（{detail}）。请把这一行告诉开发人员",
}
_BY_SQLITE = {
    "SQLITE_FULL": "full",
    "SQLITE_BUSY": "busy",
    "SQLITE_LOCKED": "busy",
    "SQLITE_READONLY": "read_only",
    "SQLITE_PERM": "read_only",
    "SQLITE_NOTADB": "not_a_database",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_CANTOPEN": "unopenable",
    "SQLITE_IOERR": "io",
}
_BY_ERRNO = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EROFS: "read_only",
    errno.EISDIR: "not_a_file",
    errno.EIO: "io",
}


class Refused(Exception):
    """The file cannot be used as it stands; ``kind`` is a key of the sentences above."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def kind_of(error: Exception) -> str:
    """Return which kind of trouble ``error`` is."""
    if isinstance(error, Refused):
        return error.kind
    if isinstance(error, sqlite3.Error):
        # Extended names go on after the primary one: SQLITE_BUSY_SNAPSHOT.
        name = "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])
        return _BY_SQLITE.get(name, "internal")
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno or 0, "unopenable")
    return "internal"


class Troubles:
    """Keeps the last trouble and logs each kind at most once in ``QUIET`` seconds.

    Neither the log nor the sentence ever holds the message of an error: it might quote an
    utterance.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.last: str | None = None
        self._path, self._clock = path, clock
        self._told: dict[str, float] = {}

    def tell(self, error: Exception) -> None:
        """Note ``error``, and log it unless that was done just now."""
        kind = kind_of(error)
        sentence = _SENTENCES[kind].format(
            path=self._path, folder=self._path.parent, detail=type(error).__name__
        )
        self.last = f"问询日志用不了：{sentence}。机器人照常回答，只是不留记录。"
        now = self._clock()
        if now - self._told.get(kind, -QUIET) >= QUIET:
            self._told[kind] = now
            log.warning("%s", self.last)

    def clear(self) -> None:
        """Note that the journal could be written."""
        self.last = None
