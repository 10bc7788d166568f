"""What a report says of one file: how it was read, what was noticed in it, and what of it is used for nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from knowledge.imports.files.lines import header_key
from knowledge.imports.jobs import Job
from knowledge.imports.noticed import Noticed
from knowledge.imports.reading import Manner
from knowledge.imports.telling import tell

_MOST_NOTES = 60
_TIES_SHOWN = 10


def read_as(job: Job, manner: Manner) -> dict[str, str]:
    """How the file was read, as far as it could have been read otherwise."""
    found = job.source.read_as
    times = []
    if manner.noticed.zoned_times:
        times.append(tell("import_notes.times_in", zone=manner.times_in or "UTC"))
    if manner.noticed.bare_times:
        times.append(tell("import_notes.bare_times"))
    if times and manner.timezone:
        times.append(tell("import_notes.days_in", zone=manner.timezone))
    told = {
        "system": job.mapping.system,
        "encoding": found.encoding,
        "delimiter": found.delimiter,
        "header_line": str(found.header_line) if found.header_line else None,
        "currency": manner.noticed.money(),
        "dates": ", ".join(manner.date_formats) or None,
        "times": "; ".join(times) or None,
    }
    return {name: value for name, value in told.items() if value}


def remarks(job: Job, noticed: Noticed, *, left_out: Mapping[str, int], removed: Mapping[str, int]) -> Iterator[str]:
    """What is used for nothing, left out or taken back, and what was noticed in the cells."""
    if job.unused:
        yield tell("import_notes.columns_not_used", columns=", ".join(job.unused))
    for because, count in left_out.items():
        yield tell("import_notes.left_out", count=count, reason=because)
    for name, count in removed.items():
        yield tell("import_notes.taken_back", count=count, table=name)
    yield from noticed.new_words()
    yield from _named_twice(job)
    for place, (count, first) in noticed.unnamed.items():
        yield tell("import_notes.unnamed_column", place=str(place + 1), count=count, first=first[:60])
    if noticed.rounded:
        yield tell("import_notes.rounded", count=noticed.rounded)
    if noticed.entities:
        yield tell("import_notes.entities", count=noticed.entities)
    if noticed.mojibake:
        yield tell("import_notes.mojibake", count=len(noticed.mojibake), first=noticed.mojibake[0])
    for name, times in noticed.units.items():
        yield tell("import_notes.units", column=name, times=times)
    for zone, count in noticed.unclear_zones.items():
        yield tell("import_notes.unclear_zone", count=count, zone=zone)


def shown_ties(ties: Sequence[str]) -> Iterator[str]:
    """The first ids that became rows that were there, and how many more did."""
    yield from ties[:_TIES_SHOWN]
    if len(ties) > _TIES_SHOWN:
        yield tell("import_notes.many_ties", count=len(ties))


def shortened(notes: Sequence[str]) -> tuple[str, ...]:
    """Not more notes than somebody reads."""
    more = [tell("import_notes.and_more", count=len(notes) - _MOST_NOTES)] if len(notes) > _MOST_NOTES else []
    return (*notes[:_MOST_NOTES], *more)


def _named_twice(job: Job) -> Iterator[str]:
    """Columns of one name, of which only the first is read."""
    counts = Counter(header_key(name) for name in job.source.header if name.strip())
    for name in dict.fromkeys(job.source.header):
        if counts.pop(header_key(name), 0) > 1:
            yield tell("import_notes.named_twice", column=name)
