"""Keep the token out of every log line, traceback and message."""

import logging
from urllib.parse import quote

HIDDEN = "〔令牌〕"
NOISY = ("httpx", "httpcore", "telegram.ext.Updater", "apscheduler")


class RedactingFormatter(logging.Formatter):
    """Formats with another formatter, then removes the secrets from the finished text."""

    def __init__(self, inner: logging.Formatter, *secrets: str) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = [form for secret in secrets if secret for form in (secret, quote(secret))]

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's text, tracebacks included, without secrets."""
        return self.cleaned(self._inner.format(record))

    def cleaned(self, text: str) -> str:
        """Return ``text`` without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


def guard_logs(*secrets: str, level: int = logging.INFO) -> RedactingFormatter:
    """Log to standard error with the secrets removed, whatever library writes them."""
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    formatter = RedactingFormatter(plain, *secrets)
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    return formatter
