"""The only thing to run: builds the objects and hands them in.  python bot.py --help"""

import asyncio

import typer

from handlers.command_line import laws, measuring, staff
from handlers.command_line.building import (
    On,
    day_of,
    open_journal,
    read_environment,
    serving_desk,
    stop,
    today,
)

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="问答机器人"
)


@app.command()
def chat(on: On = None) -> None:
    """在终端里对话。"""
    from handlers.terminal_chat import run_terminal

    settings = read_environment()
    pinned = day_of(on) if on else None
    journal = open_journal(settings)
    desk = serving_desk(settings, journal)
    desk.watch()
    try:
        chat_id = journal.chat_hash("terminal", "local")
        run_terminal(desk.current, lambda: pinned or today(), chat_id)
    finally:
        desk.close()
        journal.close()


@app.command()
def telegram() -> None:
    """在 Telegram 上回答（长轮询）；令牌放在环境变量 BOT_TOKEN 里。"""
    from handlers.telegram_chat import build, run
    from handlers.telegram_chat.secrets import guard_logs

    settings = read_environment()
    if not settings.token:
        stop("没有令牌。请先设环境变量 BOT_TOKEN（向 @BotFather 申请），再运行这个命令。")
    guard_logs(settings.token, settings.hash_key or "")
    journal = open_journal(settings)
    desk = serving_desk(settings, journal)
    desk.watch()
    try:
        application = build(settings.token, desk.current, today, settings.api_base_url)
        code = asyncio.run(run(application))
    finally:
        desk.close()
        journal.close()
    raise typer.Exit(code)


app.registered_commands += [*measuring.app.registered_commands, *staff.app.registered_commands]
app.add_typer(laws.app, name="laws")

if __name__ == "__main__":
    app()
