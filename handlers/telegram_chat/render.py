"""A reply as Telegram messages: HTML, escaped here and nowhere else, split at block borders."""

from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from core.models import Block, Choice, Reply

LIMIT = 4096  # UTF-16 code units a message may hold, after entities are parsed.
ROW_LETTERS = 14  # Labels of a row together, so that they stay readable on a telephone.
BUTTON_LETTERS = 40


def units(text: str) -> int:
    """Return the length of ``text`` in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def html(block: Block) -> str:
    """Return one block as Telegram HTML."""
    text = _escaped(block.text)
    if block.kind == "title":
        return f"<b>{text}</b>"
    if block.kind == "note":
        return f"<i>{text}</i>"
    if block.kind == "law":
        return f"<blockquote>{text}</blockquote>"
    lines = [f"<b>{text}</b>" if block.kind != "text" else text] if text else []
    for number, item in enumerate(block.items, 1):
        mark = f"{number}. " if block.kind == "steps" else "· "
        lines.append(mark + _escaped(item))
    return "\n".join(lines)


def messages(blocks: tuple[Block, ...], limit: int = LIMIT) -> list[str]:
    """Return the blocks as messages, each within ``limit`` units, cut between blocks if possible."""
    parts: list[str] = []
    current = ""
    for block in blocks:
        for piece in _pieces(block, limit):
            joined = f"{current}\n\n{piece}" if current else piece
            if units(joined) <= limit:
                current = joined
            else:
                parts.append(current)
                current = piece
    return [*parts, current] if current else parts


def _pieces(block: Block, limit: int) -> list[str]:
    """Return a block as HTML, in several pieces when it is longer than a message."""
    whole = html(block)
    if units(whole) <= limit:
        return [whole]
    if block.items:
        single = [Block(block.kind, "", (item,)) for item in block.items]
        head = [Block(block.kind, block.text)] if block.text else []
        return [piece for part in (*head, *single) for piece in _pieces(part, limit)]
    text = block.text or ""
    middle = _middle(text)
    halves = (Block(block.kind, text[:middle]), Block(block.kind, text[middle:]))
    return [piece for half in halves for piece in _pieces(half, limit)]


def _middle(text: str) -> int:
    """Return where to cut ``text`` near its middle: after a line, a sentence, or a character."""
    half = len(text) // 2
    for mark in ("\n", "。", "；", "，"):
        cut = text.rfind(mark, len(text) // 4, half) + 1
        if cut:
            return cut
    return max(half, 1)


def keyboard(choices: tuple[Choice, ...]) -> InlineKeyboardMarkup | None:
    """Return the choices as buttons: short ones side by side, votes in the last row."""
    rows: list[list[Choice]] = []
    for choice in choices:
        row = rows[-1] if rows else []
        fits = sum(len(other.label) for other in row) + len(choice.label) <= ROW_LETTERS
        if row and row[-1].group == choice.group and fits and len(row) < 4:
            row.append(choice)
        else:
            rows.append([choice])
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(choice) for choice in row] for row in rows])


def rendered(reply: Reply) -> tuple[list[str], InlineKeyboardMarkup | None]:
    """Return the messages of a reply and the keyboard that goes under the last."""
    return messages(reply.blocks), keyboard(reply.choices)


def _button(choice: Choice) -> InlineKeyboardButton:
    label = choice.label
    if len(label) > BUTTON_LETTERS:
        label = label[: BUTTON_LETTERS - 1] + "…"
    return InlineKeyboardButton(label, callback_data=choice.data)


def _escaped(text: str) -> str:
    # Lone surrogates cannot be sent as UTF-8.
    return escape(text.encode("utf-8", "ignore").decode("utf-8"), quote=False)
