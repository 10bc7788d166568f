"""The settings in force for the page in a browser: what is one's own, what is wrong, and why each is as it is."""

from __future__ import annotations

from dataclasses import dataclass

from actions.reply import Table
from bot.adapters.settings import find_broken_entries, firm_folder, list_settings
from knowledge.config_reasons import Setting
from knowledge.errors import SettingsBroken
from knowledge.playbook.phrases import Phrases

_SHIPPED = "shipped"
_LONGEST = 200  # characters of a value: a list of channels may be long


@dataclass(frozen=True)
class CheckedSettings:
    """What `osusume config check` says; own, all: tables. Where the file cannot be read, only ``wrong`` says so."""

    headline: str
    folder: str
    wrong: tuple[str, ...]
    own: Table | None
    all: Table | None


def check_settings(language: str) -> CheckedSettings:
    """Read anew: what was changed since the start is told as it will be after the next one."""
    say = Phrases(language)
    folder = firm_folder()
    where = say("settings.folder", folder=str(folder)) if folder else say("settings.no_folder")
    try:
        settings = list_settings()
    except SettingsBroken as error:
        return CheckedSettings(say("settings.broken"), where, (str(error),), None, None)
    own = [setting for setting in settings if setting.source != _SHIPPED]
    return CheckedSettings(
        headline=say("settings.right", count=len(settings), own=len(own)),
        folder=where,
        wrong=find_broken_entries(),
        own=_table("own", "", own, say) if own else None,
        all=_table("all", say("settings.all"), settings, say),
    )


def _table(key: str, title: str, settings: list[Setting] | tuple[Setting, ...], say: Phrases) -> Table:
    columns = tuple(say(f"settings.column_{name}") for name in ("name", "value", "source", "reason"))
    rows = tuple(
        (
            setting.name,
            _short(setting.value),
            say("settings.shipped") if setting.source == _SHIPPED else setting.source,
            setting.reason,
        )
        for setting in settings
    )
    return Table(key=key, title=title, columns=columns, rows=rows)


def _short(value: object) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
