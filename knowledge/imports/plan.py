"""Which files are read, as what, and in which order."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from knowledge.errors import ImportRefused
from knowledge.imports.answers import Answers
from knowledge.imports.canonical import TABLES, Table
from knowledge.imports.deleted import marks_deleted
from knowledge.imports.files.lines import Layout, Source, header_key
from knowledge.imports.files.opening import open_sources
from knowledge.imports.fitting import (
    bare_stem,
    find_by_names,
    find_companion,
    find_nearest,
    find_own_table,
    find_rule,
    has_name,
    keys_of,
    own_columns_lacking,
    tell_nearest,
)
from knowledge.imports.found_files import find_files
from knowledge.imports.jobs import Job, checked
from knowledge.imports.mapping import FileRule, Mapping, canonical_rule
from knowledge.imports.mapping_files import load_presets
from knowledge.imports.rejects import LINE, REASON, name_without_mark
from knowledge.imports.report import Skipped
from knowledge.imports.suggesting.tables import column_for
from knowledge.imports.telling import nearest_hint, tell

OWN = Mapping(system="files", files=(), columns_may_lack=True)


def plan_import(
    paths: Sequence[Path], mapping: Mapping | None, answers: Answers | None = None, *, no_data: Path | None = None
) -> tuple[list[Job], list[Skipped]]:
    """The jobs in their order, and what of the files and sheets is none. A file named by itself must be one.

    ``no_data``: the mapping's own file, which may lie in the folder.

    Raises ImportRefused for a path that is missing, or a named file that cannot be imported.
    """
    skipped: list[Skipped] = []
    presets = [mapping] if mapping else load_presets()
    opened: list[tuple[Source, bool, int]] = []
    for path, name, is_named in find_files(paths):
        if no_data is not None and not is_named and path.resolve() == no_data.resolve():
            continue
        try:
            sources = open_sources(path, name, layouts=_layouts(mapping, answers or Answers()))
        except ImportRefused as refused:
            if is_named:
                raise
            skipped.append(_skipped(name, refused))
            continue
        opened += [(source, is_named, len(sources)) for source in sources]
    jobs, refusals = _tell(opened, mapping, presets)
    for source, is_named, sheets, why in refusals:
        if is_named and sheets == 1:
            raise why
        skipped.append(_skipped(source.name, why))
    if not jobs:
        told = "; ".join(f"{skip.name}: {skip.reason}" for skip in skipped[:3])
        shown = tell("import_files.nothing_to_import", paths=", ".join(map(str, paths)), told=told)
        raise ImportRefused(shown, paths=[str(p) for p in paths])
    return _in_order(jobs), skipped


def plan_sources(sources: Sequence[Source], mapping: Mapping | None, *, system: str) -> tuple[list[Job], list[Skipped]]:
    """The same for tables that are open already; those that are none are told, never raised.

    ``system``: whose ids the rows of tables with our own column names have.
    """
    opened = [(source, False, 1) for source in sources]
    jobs, refusals = _tell(opened, mapping, [mapping] if mapping else load_presets())
    own = OWN.model_copy(update={"system": system})
    jobs = [replace(job, mapping=own) if job.mapping is OWN else job for job in jobs]
    return _in_order(jobs), [_skipped(source.name, why) for source, _, _, why in refusals]


def _in_order(jobs: list[Job]) -> list[Job]:
    return sorted(jobs, key=lambda job: (job.rank, job.source.name))


def _skipped(name: str, refused: ImportRefused) -> Skipped:
    return Skipped(name, str(refused).removeprefix(f"{name}: "))


def _layouts(mapping: Mapping | None, answers: Answers) -> Callable[[str], Layout]:
    """What the mapping says of the text of a file of some name."""

    def layout(stem: str) -> Layout:
        named = [rule for rule in mapping.files if has_name(rule, stem)] if mapping else []
        rule = next((rule for rule in named if rule.has_layout), None)
        found = rule.layout(mapping) if rule and mapping else Layout(encoding=mapping.encoding if mapping else None)
        return found if found.encoding else replace(found, encoding=answers.encoding)

    return layout


Refusal = tuple[Source, bool, int, ImportRefused]


def _tell(
    opened: list[tuple[Source, bool, int]], mapping: Mapping | None, presets: Sequence[Mapping]
) -> tuple[list[Job], list[Refusal]]:
    """First what is told for sure; then the rest, in the company of the systems that were told."""
    jobs: list[Job] = []
    refusals: list[Refusal] = []
    waiting: list[tuple[Source, bool, int]] = []
    for source, is_named, sheets in opened:
        try:
            if (job := _sure_job(source, mapping, presets)) is not None:
                jobs.append(job)
            else:
                waiting.append((source, is_named, sheets))
        except ImportRefused as refused:
            refusals.append((source, is_named, sheets, refused))
    company = list({job.mapping.system: job.mapping for job in jobs}.values())
    for source, is_named, sheets in waiting:
        try:
            jobs.append(_other_job(source, mapping, presets, company))
        except ImportRefused as refused:
            refusals.append((source, is_named, sheets, refused))
    return jobs, refusals


def _sure_job(source: Source, mapping: Mapping | None, presets: Sequence[Mapping]) -> Job | None:
    preset_of = {id(rule): preset for preset in presets for rule in preset.files}
    rules = [rule for preset in presets for rule in preset.files]
    rule = find_rule(rules, source.stem, keys_of(source.header), is_chosen=mapping is not None)
    return checked(Job(_exploded(source, rule), preset_of[id(rule)], rule)) if rule else None


def _other_job(source: Source, mapping: Mapping | None, presets: Sequence[Mapping], company: list[Mapping]) -> Job:
    if mapping is not None:
        named = next((rule for rule in mapping.files if has_name(rule, source.stem)), None)
        if named is not None:  # its name fits: what it lacks is told by column
            return checked(Job(_exploded(source, named), mapping, named))
        near = find_nearest([mapping], source.stem, source.header)
        like = tell_nearest(near, source.path.as_posix()) if near else ""
        told = ", ".join(pattern for rule in mapping.files for pattern in rule.match)
        raise ImportRefused(
            tell("import_mapping.no_file_matches", file=source.name, patterns=told, like=like), file=source.name
        )
    if found := find_companion(company, source.stem, source.header):
        return checked(Job(_exploded(source, found[1]), *found))
    return _own_job(source, presets)


def _exploded(source: Source, rule: FileRule) -> Source:
    if rule.explode is None or source.path.suffix.lower() not in {".json", ".jsonl", ".ndjson"}:
        return source
    sources = open_sources(source.path, source.name.partition("#")[0], explode=rule.explode)
    exploded = next((found for found in sources if found.stem == source.stem), sources[0])
    return replace(exploded, name=source.name, stem=source.stem)


def tell_known(source: Source, presets: Sequence[Mapping]) -> tuple[str, list[str]] | None:
    """What a file is that needs no mapping, and the tables it fills; None where it needs one."""
    try:
        job = _sure_job(source, None, presets) or _own_job(source, presets)
    except ImportRefused:
        return None
    table = job.rule.rows[0].table
    if job.mapping is OWN:
        return tell("import_suggest.our_own", table=table), [rows.table for rows in job.rule.rows]
    told = tell("import_suggest.a_presets", system=job.mapping.system, table=table)
    return told, [rows.table for rows in job.rule.rows]


def _own_job(source: Source, presets: Sequence[Mapping]) -> Job:
    table = _own_table(source.stem, source.header)
    near = find_nearest(presets, source.stem, source.header)
    file = source.path.as_posix()
    if table is None:
        like = find_own_table(source.header)
        told = tell("import_mapping.like_ours", table=like.name) if like else tell_nearest(near, file)
        raise ImportRefused(tell("import_mapping.no_file_we_know", file=source.name, told=told), file=source.name)
    header = [header_key(name) for name in source.header]
    ours = {column.name for column in table.columns}
    lacking = own_columns_lacking(table, source.header)
    foreign = None if lacking else find_by_names(presets, source.stem, source.header)
    if foreign and _written_so(foreign[1], source.header) > len(ours & set(header)):
        return checked(Job(_exploded(source, foreign[1]), *foreign))
    if lacking:
        hint = nearest_hint(lacking[0], source.header)
        if near is not None and near.has_name:
            hint = tell("import_mapping.so_not_our_own", near=tell_nearest(near, file))
        elif theirs := column_for(table.name, lacking[0], source.header):
            hint = tell("import_mapping.column_meant", theirs=theirs, ours=lacking[0], file=shlex.quote(file))
        told = tell("import_mapping.no_column", file=source.name, column=lacking[0])
        raise ImportRefused(told + hint, file=source.name)
    unused = tuple(
        n
        for n in source.header
        if n.strip()
        and not marks_deleted(n)
        and header_key(n) not in ours | {LINE, REASON}
        and header_key(n).removesuffix("_id") not in ours
    )
    return Job(source, OWN, canonical_rule(table, header), unused)


def _own_table(stem: str, header: Sequence[str]) -> Table | None:
    """Our table of that name; of its singular only where its columns are there."""
    bare = name_without_mark(stem).strip().casefold()
    names = (bare, bare_stem(stem), bare.replace(" ", "_"))
    if found := next((TABLES[name] for name in names if name in TABLES), None):
        return found
    plurals = (TABLES[f"{name}s"] for name in names if f"{name}s" in TABLES)
    return next((table for table in plurals if not own_columns_lacking(table, header)), None)


def _written_so(rule: FileRule, names: Sequence[str]) -> int:
    """How many columns of a file a rule names letter by letter."""
    return len({name for rows in rule.rows for group in rows.columns.values() for name in group} & set(names))
