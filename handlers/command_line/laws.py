"""Commands about laws: what is in force, one article, importing texts."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from core.answering import Answerer
from core.laws.importing import ImportRefused, import_text
from core.laws.status import law_statuses
from core.models import Conversation
from handlers.command_line.building import (
    ROOT,
    On,
    day_of,
    law_texts,
    read_content,
    read_environment,
)

app = typer.Typer(no_args_is_help=True, help="法规登记和法律文本")


@app.command("status")
def laws_status(on: On = None) -> None:
    """哪些现行，哪些还没施行，哪些已失效，哪些没有文本，被谁引用。"""
    content = read_content()
    cited: dict[str, list[str]] = {}
    for entry in content.entries.values():
        for law in dict.fromkeys(citation.law for citation in entry.citations):
            cited.setdefault(law, []).append(entry.id)
    for status in law_statuses(
        content.register, law_texts(content, read_environment()), cited, day_of(on)
    ):
        print(status)


@app.command("show")
def laws_show(
    law: Annotated[str, typer.Argument(help="法名")],
    number: Annotated[int, typer.Argument(help="条号")],
    on: On = None,
) -> None:
    """看一条。"""
    answerer = Answerer(read_content(), None, None, law_texts(read_content(), read_environment()))
    print(answerer.ask(f"{law}第{number}条", Conversation(), day_of(on)).text)


@app.command("import")
def laws_import(
    files: Annotated[list[Path], typer.Argument(help=".jsonl、.md 或 .docx")], on: On = None
) -> None:
    """把法律文本导入数据文件夹；有缺、有重、条数不对就不导入。"""
    settings, refused = read_environment(), 0
    for path in files:
        try:
            done = import_text(
                path, ROOT / settings.data_dir / "laws", read_content().register, day_of(on)
            )
        except ImportRefused as error:
            print(error, file=sys.stderr)
            refused += 1
        else:
            what = "更新" if done.replaced else "导入"
            print(f"已{what}《{done.law.short}》{done.articles} 条。")
    raise typer.Exit(1 if refused else 0)
