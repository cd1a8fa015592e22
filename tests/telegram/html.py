"""Telegram's HTML, parsed strictly: known tags only, properly nested, every < and & escaped."""

from html.parser import HTMLParser

TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote"}


class _Strict(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, f"<{tag}>"
        assert not attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}>"
        assert self.open.pop() == tag

    def handle_entityref(self, name: str) -> None:
        assert name in ("lt", "gt", "amp", "quot"), name
        self.parts.append({"lt": "<", "gt": ">", "amp": "&", "quot": '"'}[name])

    def handle_data(self, data: str) -> None:
        assert "<" not in data
        assert "&" not in data
        self.parts.append(data)


def shown(text: str) -> str:
    """Return what Telegram would show of ``text``, or fail where Telegram would refuse it."""
    parser = _Strict()
    parser.feed(text)
    parser.close()
    assert not parser.open, parser.open
    return "".join(parser.parts)
