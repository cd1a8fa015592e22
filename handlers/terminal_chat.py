"""The conversation in a terminal: numbers for buttons, a few commands, piped input too."""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from core.answering import Answerer
from core.models import Block, Choice, Conversation, Reply

# A space that no line ends at: a mark stays with its text, which has no spaces to break at.
JOINED = "\u00a0"
COMMANDS = "/指南 浏览事项　/今日 今天的普法内容　/答题　/隐私　/忘记我　/退出"


class TerminalChat:
    """One conversation on a console. ``today`` is asked anew for each message."""

    def __init__(
        self,
        answerer: Callable[[], Answerer],
        today: Callable[[], date],
        console: Console,
        chat: str | None = None,
    ) -> None:
        self._answerer, self._today, self._console = answerer, today, console
        self._piped = not console.is_terminal
        self._conversation = Conversation(channel="terminal", chat=chat)
        self._choices: tuple[Choice, ...] = ()

    def run(self, lines: Iterator[str]) -> None:
        """Answer line by line until the input ends or the citizen leaves."""
        self._say(self._answerer().content.sentences["welcome"])
        self._console.print(f"[dim]{COMMANDS}[/dim]")
        for line in lines:
            text = line.strip()
            if self._piped:
                self._print(f"[bold]您问：[/bold]{escape(text)}")
            if text in ("/退出", "/quit", "/exit"):
                break
            self.hear(text)

    def hear(self, text: str) -> None:
        """Answer one line."""
        answerer = self._answerer()
        if text.isascii() and text.isdigit() and 1 <= int(text) <= len(self._choices):
            choice = self._choices[int(text) - 1]
            self._show(answerer.choose(choice.data, self._conversation, self._today()))
        elif text.startswith("/"):
            self._command(text, answerer)
        else:
            self._show(answerer.ask(text, self._conversation, self._today()))

    def _command(self, text: str, answerer: Answerer) -> None:
        sentences = answerer.content.sentences
        name, _, argument = text[1:].partition(" ")
        if name == "指南":
            self._show(answerer.browse(argument.strip()))
        elif name in ("今日", "答题"):
            shows: Literal["today", "quiz"] = "today" if name == "今日" else "quiz"
            self._show(answerer.publicity(shows, self._today()))
        elif name == "隐私":
            self._say(sentences["privacy"])
        elif name == "忘记我":
            self._choices = ()
            self._say(answerer.forget(self._conversation))
        else:
            self._console.print(f"[dim]没有这个命令。可用的有：{COMMANDS}[/dim]")

    def _say(self, text: str) -> None:
        self._print(escape(text))

    def _print(self, shown: str | Panel) -> None:
        # On a terminal lines break at its width; in a pipe they stay whole.
        self._console.print()
        self._console.print(shown, highlight=False, soft_wrap=self._piped)

    def _show(self, reply: Reply) -> None:
        for block in reply.blocks:
            self._print(_markup(block))
        self._choices = reply.choices or self._choices
        if reply.choices:
            self._print(_menu(reply.choices))


def _markup(block: Block) -> str | Panel:
    text = escape(block.text)
    if block.kind == "title":
        return f"[bold cyan]{text}[/bold cyan]"
    if block.kind == "law":
        return Panel(text, expand=False)
    if block.kind == "note":
        return f"[dim]{text}[/dim]"
    lines = [f"[bold]{text}[/bold]"] if block.kind != "text" and text else [text] if text else []
    marks = (
        [f"{number}.{JOINED}" for number in range(1, len(block.items) + 1)]
        if block.kind == "steps"
        else [f"·{JOINED}"] * len(block.items)
    )
    lines += [mark + escape(item) for mark, item in zip(marks, block.items, strict=True)]
    return "\n".join(lines)


def _menu(choices: tuple[Choice, ...]) -> str:
    rows: list[str] = []
    last = None
    for number, choice in enumerate(choices, 1):
        label = f"[green]{number}[/green]{JOINED}{escape(choice.label)}"
        if (choice.group == "main" and len(choice.label) > 8) or choice.group != last:
            rows.append(label)
        else:
            rows[-1] += "　" + label
        last = choice.group
    return "\n".join(rows)


def run_terminal(
    answerer: Callable[[], Answerer], today: Callable[[], date], chat: str | None = None
) -> None:
    """Open the conversation on this terminal, or answer what is piped in."""
    interactive = sys.stdin.isatty()
    console = Console()
    TerminalChat(answerer, today, console, chat).run(
        _typed(console) if interactive else (line for line in sys.stdin)
    )


def _typed(console: Console) -> Iterator[str]:
    import readline  # Line editing; its history stays in memory.

    readline.set_auto_history(True)
    while True:
        try:
            console.print()
            yield input("您问：")
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
