"""A correction of the change just made: it is changed, or taken back and made as meant, never made a second time."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from rapidfuzz import process

from bot.dialogue.state import DialogueState
from bot.nlu.corrections import Correction, Shift
from bot.nlu.entities import slots_of_day
from bot.nlu.periods import add_months
from bot.nlu.reading import AccountMention, Reading

_DAYS = {"date", "date_end", "time", "grain", "until", "remind_at"}
# A colleague stands under one of these, as the change calls them.
_PEOPLE = ("owner", "receiver", "deputy", "away")
_MOVED = {"step", "reminder_id", "moves"}  # how a reminder was put off
_HALF_DAY = 12  # hours
_DAY_BEGINS = 8  # o'clock; an earlier hour alone is one of the afternoon
_WORK_BEGINS = "09:00"  # where no time was said
# Words kept under one of these.
_WORDS = ("text", "need", "note", "reason")
_KEPT_IN_WORDS = {"record_fact", "record_need"}  # a day in them stands in the words, too
_FIGURE = re.compile(r"\d+")
_SPELT = (*_WORDS, "contact", "title")
_ALIKE = 75.0  # likeness, 0-100, from which a word spells another anew


@dataclass(frozen=True)
class Remade:
    """``intent`` with ``slots`` makes the change as meant; ``back``: what is taken back before it, intent and slots."""

    intent: str
    slots: dict[str, Any] = field(default_factory=dict)
    back: tuple[str, dict[str, Any]] | None = None


def correct(reading: Reading, correction: Correction, topic: DialogueState) -> Remade | None:
    """The change just made as it was meant; None where nothing was made, or something else is said."""
    wrote = topic.wrote
    if not wrote or wrote.get("told_since") or (topic.pending and not topic.pending.get("is_done")):
        return None
    back = (str(wrote["back"]["intent"]), {**wrote["back"]["slots"], "language": reading.language})
    slots = {**wrote["slots"], "language": reading.language}
    if correction.returns:
        return _back_on(reading, slots, wrote, back)
    if correction.later is not None and "date" in slots:
        return _later(reading, slots, correction.later, str(wrote["intent"]), back)
    if correction.hour is not None and slots.get("time"):
        return _remade(str(wrote["intent"]), {**slots, "time": _at_hour(slots["time"], correction)}, back)
    if correction.reason and wrote["intent"] == "log_outcome":
        kept = {name: value for name, value in slots.items() if name != "reason_text"}
        return Remade("log_outcome", {**kept, "reason": correction.reason}, back)
    of_them = not reading.mention or (reading.account is not None and reading.account.id == slots.get("account_id"))
    if correction.bare and of_them and "date" in reading.entities and slots.keys() & _DAYS:
        correction = replace(correction, meant=correction.bare, begins=True)
    in_words = wrote["intent"] in _KEPT_IN_WORDS
    if in_words and (swapped := _word_swapped(reading, correction, slots)):
        return Remade(str(wrote["intent"]), swapped, back)
    if correction.meant is not None and not _names_another(reading, correction, slots):
        return _meant(reading, correction, slots, wrote, back)
    return _said_otherwise(reading, correction, slots, str(wrote["intent"]), back)


def _word_swapped(reading: Reading, correction: Correction, slots: dict[str, Any]) -> dict[str, Any] | None:
    """One word for another in what is kept in words; a day among them is that of the slots, too."""
    swapped = _swapped(slots, *correction.swap) if correction.swap else None
    meant = _on_day_meant(reading, correction).entities
    return {**swapped, **{name: meant[name] for name in _DAYS & meant.keys()}} if swapped else None


def _said_otherwise(
    reading: Reading, correction: Correction, slots: dict[str, Any], intent: str, back: tuple[str, dict[str, Any]]
) -> Remade | None:
    """Other words for what was kept, or another outcome."""
    if correction.swap and (swapped := _swapped(slots, *correction.swap)):
        return _remade(intent, swapped, back)
    if correction.words and (slot := next((name for name in _WORDS if name in slots), None)):
        return Remade(intent, {**slots, slot: correction.words}, back)
    if correction.begins and intent == "log_outcome" and "outcome" in reading.entities:
        kept = {name: value for name, value in slots.items() if name not in {"reason", "reason_text", *_DAYS}}
        said = {name: reading.entities[name] for name in ("outcome", "reason", *_DAYS) if name in reading.entities}
        return Remade("log_outcome", {**kept, **said}, back)
    return None


def _back_on(
    reading: Reading, slots: dict[str, Any], wrote: dict[str, Any], back: tuple[str, dict[str, Any]]
) -> Remade | None:
    """An absence that ends on the day before somebody is back; None of anything else, or of a day before it began."""
    said = str(reading.entities.get("date", ""))[:10]
    if wrote["intent"] != "set_absence" or not said or said <= str(slots.get("date", ""))[:10]:
        return None
    last = (dt.date.fromisoformat(said) - dt.timedelta(days=1)).isoformat()
    return Remade("set_absence", {**slots, "date_end": last, "until": last}, back)


def _later(
    reading: Reading, slots: dict[str, Any], later: Shift, intent: str, back: tuple[str, dict[str, Any]]
) -> Remade | None:
    days = days_moved(slots, later)
    if "date" not in days:
        return Remade(intent, {**slots, **days}, back)
    return _on_another_day(replace(reading, entities=days, loose_date=None), slots, intent, back)


def days_moved(slots: dict[str, Any], later: Shift) -> dict[str, Any]:
    """The slots of a day, or of an hour, so much later than what was kept; of a stretch only its end moves."""
    first = str(slots["date"])[:10]
    kept = max(first, str(slots.get("date_end") or slots.get("until") or first)[:10])
    day = add_months(dt.date.fromisoformat(kept), later.months)
    moment = dt.datetime.combine(day, dt.time.fromisoformat(str(slots.get("time") or _WORK_BEGINS))) + later.rest
    last = {"date_end": moment.date().isoformat(), "until": moment.date().isoformat()}
    if kept != first:
        return last
    by_hours = later.rest % dt.timedelta(days=1) != dt.timedelta()
    hour = {"time": moment.strftime("%H:%M"), "grain": "time"} if by_hours or "time" in slots else {}
    return {"date": moment.date().isoformat(), **last, **hour}


def _at_hour(time: str, correction: Correction) -> str:
    """The same minute, or the one said, at another hour of the working day: 3 is 15:00, 9 is 9:00."""
    hour = correction.hour or 0
    hour += _HALF_DAY * (hour < _DAY_BEGINS)
    minute = f":{correction.minute}" if correction.minute else time[2:]
    return f"{hour % (2 * _HALF_DAY):02d}{minute}"


def _names_another(reading: Reading, correction: Correction, slots: dict[str, Any]) -> bool:
    """Whether a customer stands beside what is meant who is not the one of the change."""
    beside = reading.account is not None and _account_at(reading, correction) is None
    return beside and reading.account is not None and reading.account.id != slots.get("account_id")


def _swapped(slots: dict[str, Any], old: str, new: str) -> dict[str, Any] | None:
    """The slots with one word for another; of a time its hour. None where the word stands nowhere in them."""
    time = str(slots.get("time") or "")
    if old.isdigit() and new.isdigit() and time and int(time[:2]) % _HALF_DAY == int(old) % _HALF_DAY:
        later = int(time[:2]) >= _HALF_DAY > int(new)
        return {**slots, "time": f"{int(new) + _HALF_DAY * later:02d}{time[2:]}", "grain": "time"}
    found = {}
    old = old or _most_like(new, " ".join(str(slots.get(name, "")) for name in _SPELT))
    for name in _SPELT if old else ():
        kept = slots.get(name)
        words = " ".join(word for word in new.split() if word.casefold() not in str(kept).casefold().split())
        if isinstance(kept, str) and words and re.search(re.escape(old), kept, re.IGNORECASE):
            found[name] = re.sub(re.escape(old), partial(_as_written, words), kept, flags=re.IGNORECASE)
    return {**slots, **found} if found else None


def _as_written(words: str, match: re.Match[str]) -> str:
    """Words in small letters with a capital where the word that they replace has one."""
    return words.capitalize() if match[0][:1].isupper() and words.islower() else words


def _most_like(word: str, kept: str) -> str:
    """The word kept that this one spells anew; empty where none is nearly it."""
    found = process.extractOne(word.casefold(), kept.split(), processor=str.casefold, score_cutoff=_ALIKE)
    return str(found[0]) if found and found[0].casefold() != word.casefold() else ""


def _remade(intent: str, slots: dict[str, Any], back: tuple[str, dict[str, Any]]) -> Remade:
    """The change with other slots; a meeting is moved rather than taken back and made again."""
    if intent == "set_reminder" and slots.get("step") == "meeting":
        return Remade(intent, {**slots, "moves": "time"})
    return Remade(intent, slots, back)


def _meant(
    reading: Reading,
    correction: Correction,
    slots: dict[str, Any],
    wrote: dict[str, Any],
    back: tuple[str, dict[str, Any]],
) -> Remade | None:
    intent = str(wrote["intent"])
    if account := _account_at(reading, correction):
        anew = {name: value for name, value in slots.items() if name not in _MOVED or slots.get("step") != "snooze"}
        renamed = {name: _renamed(value, slots.get("mention_said"), account.name) for name, value in anew.items()}
        return Remade(intent, {**renamed, "account_id": account.id, "account": account.name}, back)
    said = reading.entities
    if "date" in said and (reworded := _with_day(slots, reading.text[slice(*(correction.meant or (0, 0)))])):
        return Remade(intent, {**reworded, **{name: said[name] for name in _DAYS & said.keys() & slots.keys()}}, back)
    if "date" in said:
        return _on_another_day(_on_day_meant(reading, correction), slots, intent, back)
    if "product" in said and "product" in slots:
        return Remade(intent, {**slots, "product": said["product"]}, back)
    if "person" in said and (slot := next((name for name in _PEOPLE if name in slots), None)):
        return Remade(intent, {**slots, slot: said["person"]}, back)
    return None


def _with_day(slots: dict[str, Any], meant: str) -> dict[str, Any] | None:
    """Words kept with another day or month in them, written as the one that stands there; None where none does."""
    slot = next((name for name in _WORDS if name in slots), None)
    alike = _FIGURE.sub(lambda _: _FIGURE.pattern, re.escape(meant))
    if slot is None or alike == re.escape(meant):
        return None
    words, times = re.subn(rf"(?<!\d){alike}", meant, str(slots[slot]))
    return {**slots, slot: words} if times == 1 else None


def _on_day_meant(reading: Reading, correction: Correction) -> Reading:
    """ "Friday, not Thursday", 木曜じゃなくて金曜: the reading with the day that is meant as the one it names."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    dates = {(atom.start, atom.end): atom.date for atom in atoms if atom.date}
    meant = dates.get(correction.meant) if correction.meant else None
    if meant is None or len(dates) == 1:
        return reading
    others = {name: value for name, value in reading.entities.items() if name not in _DAYS}
    days = {name: value for name, value in slots_of_day(meant).items() if value is not None}
    return replace(reading, entities={**others, **days}, loose_date=meant.loose)


def _on_another_day(
    reading: Reading, slots: dict[str, Any], intent: str, back: tuple[str, dict[str, Any]]
) -> Remade | None:
    """A reminder and a meeting are moved; a day that stands elsewhere is said anew."""
    kept = {name: value for name, value in slots.items() if name not in _DAYS}
    days = {name: value for name, value in reading.entities.items() if name in _DAYS}
    if intent == "set_absence" and _says_until(reading) and str(slots.get("date", "")) < str(days.get("date", "")):
        last = str(days["date"])[:10]
        return Remade(intent, {**slots, "date_end": last, "until": last}, back)
    if intent != "set_reminder":
        return Remade(intent, {**kept, **days}, back)
    moves = {**days, "moves": str(reading.loose_date or "day")}
    if slots.get("step") == "meeting":
        return Remade(intent, {**kept, **moves})
    if "repeat" in slots:
        every = str(slots["repeat"]).split()[0]
        return Remade(intent, {**kept, **days, "repeat": every}, back)
    reminder = slots.get("reminder_id") or back[1].get("reminder_id")
    return Remade(intent, {**kept, **moves, "step": "snooze", "reminder_id": reminder}) if reminder else None


def _says_until(reading: Reading) -> bool:
    """ "Sorry, until the 19th": the end is another, the beginning stays."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    return any(atom.past is not None and atom.past.role == "until" for atom in atoms)


def drops(reading: Reading, correction: Correction, topic: DialogueState) -> list[tuple[str, dict[str, Any]]]:
    """What takes back the last change of the thread, or the last two; empty where nothing was just made."""
    made = (topic.wrote or {}).get("made", [])
    if not correction.drops or not made or (topic.pending and not topic.pending.get("is_done")):
        return []
    last = made[-correction.drops :]
    return [(str(back["intent"]), {**back["slots"], "language": reading.language}) for back in reversed(last)]


def _account_at(reading: Reading, correction: Correction) -> AccountMention | None:
    """The customer who stands at the place that is meant."""
    if correction.meant not in reading.spans or not reading.account:
        return None
    place = reading.spans.index(correction.meant)
    return reading.accounts[place] if place < len(reading.accounts) else None


def _renamed(value: Any, old: str | None, new: str) -> Any:
    return value.replace(old, new) if old and isinstance(value, str) else value
