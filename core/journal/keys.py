"""The key of the chat hashes: configured, or made once and kept in the data folder."""

import logging
import os
import secrets
from pathlib import Path

log = logging.getLogger(__name__)

FILE = "hash.key"


def load_hash_key(data_dir: Path, configured: str | None) -> bytes:
    """Return the key: ``configured`` (BOT_HASH_KEY), else that of ``data_dir``/hash.key.

    The file is made on first use (0600, folder 0700). Of several processes that start at once
    all get the same key. Never raises: when the file can be neither read nor made, a key for this
    run only is returned and the operator is told.
    """
    if configured:
        return configured.encode("utf-8", "replace")
    path = data_dir / FILE
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        if key := path.read_bytes().strip():
            return key
        reason = "是空的，请删掉它"
    except OSError as error:
        reason = f"读不了也建不了（错误号 {error.errno}），请检查文件夹的读写权限"
    log.warning(
        "聊天编号的密钥文件 %s %s；也可以设置 BOT_HASH_KEY。"
        "这次运行先用临时密钥，重启以后市民用“忘记我”删不掉这次的记录。",
        path,
        reason,
    )
    return secrets.token_hex(32).encode()


def _make(path: Path) -> None:
    """Write a new key beside ``path`` and link it there: readers see a whole key or none."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(number, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename, a link never replaces the key that another process made meanwhile.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
