"""Writes what the documentation has from the code: `docs/reference/`, and columns and systems in `docs/import.md`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from actions.reply import Reply
from bot.adapters.settings import list_settings
from bot.terminal.app import build_app
from scripts.import_page import PAGE, fill_page

EXIT_CODES = {
    0: "done",
    1: "an answer that is an error the person can mend, or a check that found something",
    2: "a wrong call, or something outside that a person can mend; one line says what",
    3: "import: some rows or files are not in; the rejects say why",
}


def write_pages() -> dict[str, str]:
    """Each file's name and text."""
    schema = json.dumps(Reply.model_json_schema(), ensure_ascii=False, indent=1)
    return {
        "command-line.md": "\n".join(_command_line()) + "\n",
        "configuration.md": "\n".join(_configuration()) + "\n",
        "reply.schema.json": f"{schema}\n",
    }


def _command_line() -> Iterator[str]:
    yield "# Command line\n"
    yield "Written from the code by `make reference`.\n"
    yield "| exit code | meaning |\n|---|---|"
    yield from (f"| {code} | {meaning} |" for code, meaning in EXIT_CODES.items())
    yield from _command(typer.main.get_command(build_app()), "osusume", 1)


def _command(command: Any, path: str, depth: int) -> Iterator[str]:
    if depth > 1:
        yield f"\n{'#' * min(depth, 4)} {path}\n"
        yield _plain(command.help)
    options = [each for each in command.params if each.name != "help"]
    if options:
        yield "\n| | |\n|---|---|"
    for each in options:
        yield f"| {_named(each)} | {_told(each)} |"
    for name in getattr(command, "commands", {}):
        yield from _command(command.commands[name], f"{path} {name}", depth + 1)


def _named(option: Any) -> str:
    if not getattr(option, "opts", None) or option.param_type_name == "argument":
        return f"`{str(option.name).upper()}`"
    return ", ".join(f"`{each}`" for each in (*option.opts, *option.secondary_opts))


def _told(option: Any) -> str:
    variable = f" Environment: `{option.envvar}`." if getattr(option, "envvar", None) else ""
    return _plain(getattr(option, "help", "")).replace("|", "\\|") + variable


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def _configuration() -> Iterator[str]:
    yield "# Configuration\n"
    yield "Written from `config.yml` by `make reference`: name, default, reason. Your own file holds only what differs;"
    yield "the environment overrides both (`OSUSUME_GATE__ASKS_CAP=3`); `osusume config explain NAME` says what holds,"
    yield "where from and why."
    section = None
    for setting in list_settings():
        head = setting.name.partition(".")[0]
        if head != section:
            section = head
            yield f"\n## {head}\n\n| setting | default | why |\n|---|---|---|"
        value = json.dumps(setting.value, ensure_ascii=False).replace("|", "\\|")
        yield f"| `{setting.name}` | `{value}` | {_plain(setting.reason).replace('|', chr(92) + '|')} |"


def main() -> None:
    """Write them into the folder named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in write_pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    PAGE.write_text(fill_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
