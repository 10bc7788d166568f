"""Which files are read, as what, and in which order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

from knowledge.errors import ImportRefused
from knowledge.imports.canonical import ORDER, TABLES
from knowledge.imports.files.lines import Layout, Source, header_key
from knowledge.imports.files.opening import READABLE, open_sources
from knowledge.imports.mapping import FileRule, Mapping, Rows, canonical_rule, load_presets, nearest_hint
from knowledge.imports.rejects import LINE, MARK, REASON, name_without_mark
from knowledge.imports.report import Skipped

_NUMBERED_COPY = re.compile(r"[\s_\-(]+\d[\d\s_\-)]*$")
_DISTINCTIVE = 4  # columns that tell a system's file under any name; fewer need its usual name too
_OWN = Mapping(system="files", files=(), columns_may_lack=True)


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


def plan_import(paths: Sequence[Path], mapping: Mapping | None) -> tuple[list[Job], list[Skipped]]:
    """The jobs in their order, and the files of a folder that are none. A file named by itself must be one.

    Raises ImportRefused for a path that is missing, or a named file that cannot be imported.
    """
    jobs: list[Job] = []
    skipped: list[Skipped] = []
    presets = load_presets() if mapping is None else []
    for path, name, is_named in _files(paths):
        try:
            jobs += _jobs(path, name, mapping, presets)
        except ImportRefused as refused:
            if is_named:
                raise
            skipped.append(Skipped(name, str(refused).removeprefix(f"{name}: ")))
    if not jobs:
        told = "; ".join(f"{skip.name}: {skip.reason}" for skip in skipped[:3]) or "no files"
        raise ImportRefused(
            f"nothing to import in {', '.join(map(str, paths))} ({told})", paths=[str(p) for p in paths]
        )
    return sorted(jobs, key=lambda job: (job.rank, job.source.name)), skipped


def _files(paths: Sequence[Path]) -> Iterable[tuple[Path, str, bool]]:
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                relative = file.relative_to(path)
                if file.is_file() and not _is_ours(relative):
                    yield file, relative.as_posix(), False
        elif path.exists():
            yield path, path.name, True
        else:
            raise ImportRefused(f"{path}: there is no such file or folder", file=str(path))


def _is_ours(relative: Path) -> bool:
    """Hidden files, and rejects of an earlier import: those are imported when named by themselves."""
    return any(part.startswith(".") for part in relative.parts) or MARK in relative.name


def _jobs(path: Path, name: str, mapping: Mapping | None, presets: list[Mapping]) -> list[Job]:
    sources = open_sources(path, name, layouts=_layouts(mapping))
    jobs: list[Job] = []
    problems: list[ImportRefused] = []
    for source in sources:
        try:
            jobs.append(_job(source, mapping, presets))
        except ImportRefused as refused:
            problems.append(refused)
    if not jobs or (mapping is None and len(sources) == 1 and problems):
        raise problems[0]
    return jobs


def _layouts(mapping: Mapping | None) -> Callable[[str], Layout] | None:
    """What the mapping says of the text of a file of some name."""
    if mapping is None:
        return None

    def layout(stem: str) -> Layout:
        named = [rule for rule in mapping.files if any(_matches(stem, pattern) for pattern in rule.match)]
        rule = next((rule for rule in named if rule.has_layout), None)
        return rule.layout(mapping) if rule else Layout(encoding=mapping.encoding)

    return layout


def _job(source: Source, mapping: Mapping | None, presets: list[Mapping]) -> Job:
    header = {header_key(name) for name in source.header}
    if mapping is not None:
        rule = _best(mapping.files, source.stem, header, by_name=True)
        if rule is None:
            raise ImportRefused(f"{source.name}: no file of the mapping matches it", file=source.name)
        return _checked(Job(_exploded(source, rule), mapping, rule))
    preset_of = {id(rule): preset for preset in presets for rule in preset.files}
    rule = _best([rule for preset in presets for rule in preset.files], source.stem, header, by_name=False)
    if rule is not None:
        return _checked(Job(_exploded(source, rule), preset_of[id(rule)], rule))
    return _own_job(source)


def _best(rules: Sequence[FileRule], stem: str, header: set[str], *, by_name: bool) -> FileRule | None:
    """The rule whose name or columns fit; a name and more columns win."""
    fitting: list[tuple[tuple[bool, int], FileRule]] = []
    for rule in rules:
        has_columns = bool(rule.signature) and all(header_key(name) in header for name in rule.signature)
        has_name = any(_matches(stem, pattern) for pattern in rule.match)
        is_told = has_name or by_name or len(rule.signature) >= _DISTINCTIVE
        if (has_columns and is_told) or (by_name and has_name and not rule.signature):
            fitting.append(((has_name, len(rule.signature)), rule))
    return max(fitting, key=lambda fit: fit[0])[1] if fitting else None


def _matches(stem: str, pattern: str) -> bool:
    bare = name_without_mark(stem).casefold()
    suffix = Path(pattern).suffix.casefold()
    wanted = (pattern[: -len(suffix)] if suffix in READABLE else pattern).casefold()
    return fnmatch(bare, wanted) or fnmatch(_NUMBERED_COPY.sub("", bare), wanted)


def _exploded(source: Source, rule: FileRule) -> Source:
    if rule.explode is None or source.path.suffix.lower() not in {".json", ".jsonl", ".ndjson"}:
        return source
    return replace(open_sources(source.path, source.name, explode=rule.explode)[0], stem=source.stem)


def _own_job(source: Source) -> Job:
    bare = name_without_mark(source.stem).casefold()
    table = TABLES.get(bare) or TABLES.get(_NUMBERED_COPY.sub("", bare)) or TABLES.get(bare.replace(" ", "_"))
    if table is None:
        known = ", ".join(f"{name}.csv" for name in TABLES)
        raise ImportRefused(
            f"{source.name}: is no file we know ({known}) and no preset fits; give a mapping", file=source.name
        )
    header = [header_key(name) for name in source.header]
    ours = {column.name for column in table.columns}
    for column in table.columns:
        if column.required and column.default is None and not {column.name, f"{column.name}_id"} & set(header):
            near = nearest_hint(column.name, source.header)
            raise ImportRefused(f"{source.name}: has no column {column.name!r}{near}", file=source.name)
    unused = tuple(
        n
        for n in source.header
        if header_key(n) not in ours | {LINE, REASON} and header_key(n).removesuffix("_id") not in ours
    )
    return Job(source, _OWN, canonical_rule(table, header), unused)


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
    _check_conditions(job, {name for rule in job.rule.leave_out for name in rule.when}, header)
    return replace(
        job, rule=job.rule.model_copy(update={"rows": tuple(_pruned(rows, header) for rows in job.rule.rows)})
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
                f"{job.source.name}: has no column {name!r}, on which the mapping sets a condition{near}",
                file=job.source.name,
            )
