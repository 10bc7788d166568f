"""Looks at foreign files: which are known already, what the others may be, and a draft of the mapping they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.errors import ImportRefused
from knowledge.imports.files.lines import Source
from knowledge.imports.files.opening import open_sources
from knowledge.imports.fitting import find_nearest, keys_of
from knowledge.imports.found_files import find_files
from knowledge.imports.mapping import Mapping
from knowledge.imports.mapping_files import load_presets
from knowledge.imports.no_rows import is_total
from knowledge.imports.plan import tell_known
from knowledge.imports.suggesting.continuing import find_continuation, find_headings, find_totals
from knowledge.imports.suggesting.drafting import Looked, draft_mapping, tell_missing
from knowledge.imports.suggesting.guessing import about, guess_concepts
from knowledge.imports.suggesting.losses import add_labelled_losses
from knowledge.imports.suggesting.profiles import profile_columns, sample_lines
from knowledge.imports.suggesting.tables import Part, concepts_of, find_parts
from knowledge.imports.telling import tell

_NEAR_ENOUGH = 0.6


@dataclass(frozen=True)
class DraftedColumn:
    """One line of a draft: which column of a file becomes which of ours, how sure in percent, and told by what."""

    file: str
    table: str
    ours: str
    column: str
    confidence: int
    by: str


@dataclass(frozen=True)
class Suggestion:
    """What was found. ``mapping``: YAML; None where every file is known already or none can be read."""

    lines: tuple[str, ...]
    mapping: str | None
    missing: tuple[str, ...]
    columns: tuple[DraftedColumn, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """For ``--json``."""
        return {"found": list(self.lines), "mapping": self.mapping, "missing": list(self.missing)}


def suggest_mapping(paths: Sequence[Path], *, currency: str | None = None) -> Suggestion:
    """Look at files and folders without touching the store. Raises ImportRefused for a path that is missing."""
    looked: list[Looked] = []
    lines: list[str] = []
    presets = load_presets()
    for path, name, _ in find_files(paths):
        try:
            sources = open_sources(path, name)
        except ImportRefused as refused:
            lines.append(str(refused))
            continue
        looked += [_look(source, presets) for source in sources]
    add_labelled_losses(looked)
    lines += [_told(found) for found in looked]
    needed = [found for found in looked if found.parts and not found.known_as]
    mapping = draft_mapping(looked, currency=currency) if needed else None
    columns = tuple(column for found in needed for column in _columns(found))
    return Suggestion(tuple(lines), mapping, tuple(tell_missing(looked)), columns)


def _columns(found: Looked) -> Iterator[DraftedColumn]:
    for part in found.parts:
        for ours, concept in part.columns.items():
            guess = found.concepts[concept]
            by = tell(f"import_suggest.by_{guess.by}")
            yield DraftedColumn(found.source.name, part.table, ours, guess.column, guess.confidence, by)


def _look(source: Source, presets: Sequence[Mapping]) -> Looked:
    sample = sample_lines(source)
    profiles = profile_columns(source.header, [cells for cells in sample if not any(map(is_total, cells))])
    known = tell_known(source, presets)
    if known is not None:
        rule_tables = [Part(table, {}) for table in known[1]]
        return Looked(source, profiles, {}, rule_tables, known_as=known[0])
    headings = find_headings(source.header, sample)
    if headings is not None:
        thing = "product" if "customer_name" in guess_concepts(source.stem, profiles) else "customer"
        header = [thing if place == headings else name for place, name in enumerate(source.header)]
        source = replace(source, header=header)
        profiles = profile_columns(header, [cells for cells in sample if not any(map(is_total, cells))])
    concepts = guess_concepts(source.stem, profiles)
    continuation = find_continuation(
        source.header, sample, concepts, None if headings is None else source.header[headings]
    )
    if continuation and "amount" in concepts and concepts["amount"].column in continuation.columns:
        del concepts["amount"]  # of the whole order, not of an item
    return Looked(
        source,
        profiles,
        concepts,
        find_parts(concepts, about(source.stem)),
        find_nearest(presets, source.stem, source.header),
        continuation=continuation,
        totals=find_totals(source.header, sample, concepts),
        is_named_by_us=headings is not None,
    )


def _told(found: Looked) -> str:
    name = found.source.name
    if found.known_as:
        return tell("import_suggest.known", file=name, known_as=found.known_as)
    near = found.nearest
    like = ""
    if near is not None and near.share >= _NEAR_ENOUGH:
        preset = tell("import_suggest.a_presets", system=near.mapping.system, table=near.rule.rows[0].table)
        like = tell("import_suggest.nearest", preset=preset, lacking=", ".join(near.lacking))
    if not found.parts:
        columns = ", ".join(found.source.header[:12])
        return tell("import_suggest.nothing_told", file=name, columns=columns, like=like)
    used = keys_of(found.concepts[c].column for part in found.parts for c in concepts_of(part))
    unused = [column for column in found.source.header if not keys_of([column]) & used]
    tables = ", ".join(part.table for part in found.parts)
    return tell("import_suggest.taken_as", file=name, tables=tables, like=like, unused=", ".join(unused[:12]))
