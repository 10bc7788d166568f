"""Which files are read, as what, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.errors import ImportRefused
from knowledge.imports.answers import Answers
from knowledge.imports.canonical import ORDER, TABLES, Kind
from knowledge.imports.deleted import marks_deleted
from knowledge.imports.files.lines import Layout, Source, header_key
from knowledge.imports.files.opening import open_sources
from knowledge.imports.fitting import (
    bare_stem,
    find_companion,
    find_nearest,
    find_rule,
    has_name,
    keys_of,
    tell_nearest,
)
from knowledge.imports.formulas import column_names
from knowledge.imports.getting import composed_names
from knowledge.imports.mapping import FileRule, Mapping, Rows, canonical_rule, load_presets, nearest_hint
from knowledge.imports.rejects import LINE, MARK, REASON, name_without_mark
from knowledge.imports.report import Skipped

OWN = Mapping(system="files", files=(), columns_may_lack=True)


@dataclass(frozen=True)
class Job:
    """One source, what its rows become, and columns that nothing is made of."""

    source: Source
    mapping: Mapping
    rule: FileRule
    unused: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[int, int]:
        """Tables that others refer to come first."""
        ranks = [ORDER[rows.table] for rows in self.rule.rows]
        return min(ranks), max(ranks)


def plan_import(
    paths: Sequence[Path], mapping: Mapping | None, answers: Answers | None = None
) -> tuple[list[Job], list[Skipped]]:
    """The jobs in their order, and what of the files and sheets is none. A file named by itself must be one.

    Raises ImportRefused for a path that is missing, or a named file that cannot be imported.
    """
    skipped: list[Skipped] = []
    presets = [mapping] if mapping else load_presets()
    opened: list[tuple[Source, bool, int]] = []
    for path, name, is_named in find_files(paths):
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
        told = "; ".join(f"{skip.name}: {skip.reason}" for skip in skipped[:3]) or "no files"
        raise ImportRefused(
            f"nothing to import in {', '.join(map(str, paths))} ({told})", paths=[str(p) for p in paths]
        )
    return sorted(jobs, key=lambda job: (job.rank, job.source.name)), skipped


def _skipped(name: str, refused: ImportRefused) -> Skipped:
    return Skipped(name, str(refused).removeprefix(f"{name}: "))


def find_files(paths: Sequence[Path]) -> list[tuple[Path, str, bool]]:
    """Each file with the name it is reported under, and whether it was named by itself.

    Raises ImportRefused for a path that is missing.
    """
    found: list[tuple[Path, str, bool]] = []
    for path in paths:
        if path.is_dir():
            files = [file for file in sorted(path.rglob("*")) if file.is_file()]
            foreign = [file for file in files if not _is_ours(file.relative_to(path))]
            mended = [file for file in files if MARK in file.name and file.suffix == ".csv"]
            found += [(file, file.relative_to(path).as_posix(), False) for file in foreign or mended]
        elif path.exists():
            found.append((path, path.name, True))
        else:
            raise ImportRefused(f"{path}: there is no such file or folder", file=str(path))
    return _told_apart(found)


def _told_apart(files: list[tuple[Path, str, bool]]) -> list[tuple[Path, str, bool]]:
    """Two files of one name get as much of their folders before it as they need."""
    counts = Counter(name for _, name, _ in files)
    unique: list[tuple[Path, str, bool]] = []
    for path, name, is_named in files:
        parts = path.resolve().parts
        length = len(Path(name).parts)
        told = name
        while counts[name] > 1 and length < len(parts) - 1 and told in {name, *(other for _, other, _ in unique)}:
            length += 1
            told = "/".join(parts[-length:])
        unique.append((path, told, is_named))
    return unique


def _is_ours(relative: Path) -> bool:
    """Hidden files, and rejects of an earlier import: those are read when named, or alone in a folder."""
    return any(part.startswith(".") for part in relative.parts) or MARK in relative.name


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
    opened: list[tuple[Source, bool, int]], mapping: Mapping | None, presets: list[Mapping]
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


def _sure_job(source: Source, mapping: Mapping | None, presets: list[Mapping]) -> Job | None:
    preset_of = {id(rule): preset for preset in presets for rule in preset.files}
    rules = [rule for preset in presets for rule in preset.files]
    rule = find_rule(rules, source.stem, keys_of(source.header), is_chosen=mapping is not None)
    return _checked(Job(_exploded(source, rule), preset_of[id(rule)], rule)) if rule else None


def _other_job(source: Source, mapping: Mapping | None, presets: list[Mapping], company: list[Mapping]) -> Job:
    if mapping is not None:
        named = next((rule for rule in mapping.files if has_name(rule, source.stem)), None)
        if named is not None:  # its name fits: what it lacks is told by column
            return _checked(Job(_exploded(source, named), mapping, named))
        near = find_nearest([mapping], source.stem, source.header)
        like = f"; {tell_nearest(near, source.name)}" if near else ""
        told = ", ".join(pattern for rule in mapping.files for pattern in rule.match)
        raise ImportRefused(f"{source.name}: no file of the mapping matches it ({told}){like}", file=source.name)
    if found := find_companion(company, source.stem, source.header):
        return _checked(Job(_exploded(source, found[1]), *found))
    return _own_job(source, presets)


def _exploded(source: Source, rule: FileRule) -> Source:
    if rule.explode is None or source.path.suffix.lower() not in {".json", ".jsonl", ".ndjson"}:
        return source
    return replace(open_sources(source.path, source.name, explode=rule.explode)[0], stem=source.stem)


def tell_known(source: Source, presets: list[Mapping]) -> tuple[str, list[str]] | None:
    """What a file is that needs no mapping, and the tables it fills; None where it needs one."""
    try:
        if (job := _sure_job(source, None, presets)) is not None:
            return f"{job.mapping.system}'s {job.rule.rows[0].table}", [rows.table for rows in job.rule.rows]
        job = _own_job(source, presets)
    except ImportRefused:
        return None
    return f"our own {job.rule.rows[0].table}.csv", [rows.table for rows in job.rule.rows]


def _own_job(source: Source, presets: list[Mapping]) -> Job:
    bare = name_without_mark(source.stem).casefold()
    table = TABLES.get(bare) or TABLES.get(bare_stem(source.stem)) or TABLES.get(bare.replace(" ", "_"))
    near = find_nearest(presets, source.stem, source.header)
    if table is None:
        raise ImportRefused(f"{source.name}: is no file we know: {tell_nearest(near, source.name)}", file=source.name)
    header = [header_key(name) for name in source.header]
    ours = {column.name for column in table.columns}
    for column in table.columns:
        if column.required and column.default is None and not {column.name, f"{column.name}_id"} & set(header):
            hint = nearest_hint(column.name, source.header)
            if near is not None:
                hint = f", so it is not our own; {tell_nearest(near, source.name)}"
            raise ImportRefused(f"{source.name}: has no column {column.name!r}{hint}", file=source.name)
    unused = tuple(
        n
        for n in source.header
        if n.strip()
        and not marks_deleted(n)
        and header_key(n) not in ours | {LINE, REASON}
        and header_key(n).removesuffix("_id") not in ours
    )
    return Job(source, OWN, canonical_rule(table, header), unused)


def _checked(job: Job) -> Job:
    """Every column that the mapping names is there; with ``columns_may_lack``, those that must be filled."""
    header = {header_key(name) for name in job.source.header}
    for rows in job.rule.rows:
        must = {column.name for column in rows.canonical.columns if column.required and column.default is None}
        for ours, theirs in rows.columns.items():
            if any(header_key(name) in header for name in theirs):
                continue
            if ours in must - rows.constants.keys() or not job.mapping.columns_may_lack:
                near = nearest_hint(theirs[0], job.source.header)
                message = (
                    f"{job.source.name}: has no column {theirs[0]!r}, which the mapping names for {rows.table}.{ours}"
                )
                raise ImportRefused(f"{message}{near}", file=job.source.name, column=theirs[0])
        _check_conditions(job, rows.when.keys() | rows.unless.keys(), header)
        named = [name for text in rows.computed.values() for name in column_names(text)]
        _check_conditions(job, [*named, *(n for text in rows.compose.values() for n in composed_names(text))], header)
    _check_conditions(job, job.rule.fill_down.columns if job.rule.fill_down else (), header)
    _check_conditions(job, {name for rule in job.rule.leave_out for name in rule.when}, header)
    rows_there = tuple(_pruned(rows, header) for rows in job.rule.rows)
    return replace(job, rule=job.rule.model_copy(update={"rows": rows_there}), unused=_unused(job))


def _unused(job: Job) -> tuple[str, ...]:
    """Columns of the file that nothing is made of."""
    used = {LINE, REASON}
    for rows in job.rule.rows:
        used |= keys_of([*rows.when, *rows.unless, *(name for names in rows.columns.values() for name in names)])
        used |= keys_of(name for text in rows.compose.values() for name in composed_names(text))
        used |= keys_of(name for text in rows.computed.values() for name in column_names(text))
    used |= keys_of(name for rule in job.rule.leave_out for name in rule.when)
    return tuple(
        name for name in job.source.header if name.strip() and header_key(name) not in used and not marks_deleted(name)
    )


def _pruned(rows: Rows, header: set[str]) -> Rows:
    """Without the columns that this file lacks: what it does not tell must not be overwritten."""
    there = {
        ours: theirs for ours, theirs in rows.columns.items() if any(header_key(name) in header for name in theirs)
    }
    return rows.model_copy(update={"columns": there})


def _check_conditions(job: Job, names: Iterable[str], header: set[str]) -> None:
    for name in sorted(names):
        if header_key(name) not in header and not job.mapping.columns_may_lack:
            near = nearest_hint(name, job.source.header)
            raise ImportRefused(
                f"{job.source.name}: has no column {name!r}, which the mapping reads{near}", file=job.source.name
            )


def files_without_currency(jobs: Sequence[Job]) -> list[str]:
    """Files with amounts for which neither a column nor the mapping names a currency."""
    found = []
    for job in jobs:
        told = job.rule.currency or job.mapping.currency
        for rows in job.rule.rows:
            named = rows.columns.keys() | rows.constants.keys() | rows.computed.keys()
            has_amount = any(c.kind is Kind.AMOUNT and c.name in named for c in rows.canonical.columns)
            if has_amount and not told and "currency" not in named:
                found.append(job.source.name)
                break
    return found
