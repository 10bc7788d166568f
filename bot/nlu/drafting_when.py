"""When one would meet, how many half-days to propose, how many sentences a text may have."""

from __future__ import annotations

from bot.nlu.drafting_text import DraftingText
from bot.nlu.drafting_words import matches

_WORKING_DAYS = 5


def read_counts(said: DraftingText) -> None:
    """How many half-days to propose, how many sentences it may have."""
    for slot in ("times", "sentences"):
        for pattern in said.words.lists[slot]:
            match = pattern.search(said.text)
            count = said.words.count(match["n"]) if match else None
            if match and count:
                said.slots[slot] = str(count)
                said.taken.append(match.span())
                break


def read_weekdays(said: DraftingText) -> None:
    """The weekdays on which alone one would meet; one weekday by itself is a date. Only mornings, too."""
    days = said.words.groups["weekdays"]
    found = [day for day, patterns in days.items() if matches(patterns, said.text)]
    is_not = said.says("weekdays_not")
    is_meant = len(found) > 1 or said.says("weekdays_only") or is_not
    if found and is_meant and not said.says("weekdays_range"):
        kept = [day for day in list(days)[:_WORKING_DAYS] if day not in found] if is_not else found
        said.slots["weekdays"] = ",".join(kept)
        said.choose("week", "weeks")
        said.taken += [m.span() for day in found for pattern in days[day] for m in pattern.finditer(said.text)]
        said.find("weekdays_only")
        said.find("weekdays_not")
    if matches([each for group in said.words.groups["half_days"].values() for each in group], said.text):
        said.find("weekdays_only")
