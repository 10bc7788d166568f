"""Mapping files: how another system's files and columns become ours. YAML, no code."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from knowledge.errors import ImportRefused
from knowledge.imports.canonical import COMPUTABLE, TABLES, Kind, Table
from knowledge.imports.conditions import Scalar, Wanted, compile_wanted
from knowledge.imports.files.lines import Layout
from knowledge.imports.formulas import column_names

PRESETS = Path(__file__).parent / "presets"


def _listed(value: object) -> object:
    return value if isinstance(value, (list, tuple)) else (value,)


def _testable(value: tuple[Wanted, ...]) -> tuple[Wanted, ...]:
    compile_wanted(value)
    return value


Listed = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Condition = dict[str, Annotated[tuple[Wanted, ...], BeforeValidator(_listed), AfterValidator(_testable)]]
Mark = Literal[".", ","]


class _PlainYaml(yaml.SafeLoader):
    """YAML where ``no``, ``on``, ``12`` and ``2026-04-01`` stay the words that a file's columns and cells are."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way to say it
        first: [(tag, rule) for tag, rule in rules if tag in {"tag:yaml.org,2002:null", "tag:yaml.org,2002:merge"}]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _with_words_as_keys(loader: _PlainYaml, node: yaml.MappingNode) -> Iterator[dict[object, object]]:
    """``NULL:`` and ``~:`` as keys are the words of a file, not nothing."""
    for key, _ in node.value:
        if key.tag == "tag:yaml.org,2002:null":
            key.tag = "tag:yaml.org,2002:str"
    found: dict[object, object] = {}
    yield found
    found.update(loader.construct_mapping(node))


_PlainYaml.add_constructor("tag:yaml.org,2002:map", _with_words_as_keys)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LeaveOut(_Part):
    """Rows that are no business of ours. ``when``: all of these columns hold one of these values."""

    when: Condition
    because: str


class Rows(_Part):
    """What one row of the file becomes in one of our tables."""

    table: str
    columns: dict[str, Listed] = Field(default_factory=dict)
    constants: dict[str, Scalar] = Field(default_factory=dict)
    compose: dict[str, str] = Field(default_factory=dict)
    computed: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, Scalar]] = Field(default_factory=dict)
    scale: dict[str, float] = Field(default_factory=dict)
    first_of: dict[str, str] = Field(default_factory=dict)
    when: Condition = Field(default_factory=dict)
    unless: Condition = Field(default_factory=dict)
    create: Annotated[tuple[Literal["accounts", "products", "people"], ...], BeforeValidator(_listed)] = ()

    @model_validator(mode="after")
    def _names_exist(self) -> Rows:
        table = TABLES.get(self.table)
        if table is None:
            raise ValueError(f"no table {self.table!r}{nearest_hint(self.table, TABLES)}")
        named = [*self.columns, *self.constants, *self.compose, *self.computed]
        for name in [*named, *self.values, *self.scale, *self.first_of]:
            if table.column(name) is None:
                ours = [column.name for column in table.columns]
                raise ValueError(f"table {self.table} has no column {name!r}{nearest_hint(name, ours)}")
        for name, expression in self.computed.items():
            column_names(expression)
            if (column := table.column(name)) and column.kind not in COMPUTABLE:
                raise ValueError(f"{self.table}.{name} is {column.kind.value}, which cannot be computed")
        if lacking := [c.name for c in table.columns if c.required and c.default is None and c.name not in named]:
            raise ValueError(f"table {self.table} needs the column {lacking[0]!r}")
        return self

    @property
    def canonical(self) -> Table:
        """Our table."""
        return TABLES[self.table]


def named_columns(rows: Rows) -> set[str]:
    """Our columns that the mapping fills by any means."""
    return {*rows.columns, *rows.constants, *rows.compose, *rows.computed}


class Filled(_Part):
    """Columns whose empty cells hold what stood above; ``within``: only while these columns stay the same."""

    columns: Listed
    within: Listed = ()


def _filled(value: object) -> object:
    return value if isinstance(value, dict) else {"columns": value}


class FileRule(_Part):
    """Which files, told by name or by their columns, and what their rows become."""

    match: Listed
    signature: Listed = ()
    rows: tuple[Rows, ...]
    leave_out: tuple[LeaveOut, ...] = ()
    explode: str | None = None
    date_format: Listed = ()
    amounts: Literal["main", "minor"] = "main"
    currency: str | None = None
    times_in: str | None = None
    decimal_mark: Mark | None = None
    null_words: Listed = ()
    encoding: str | None = None
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    header_row: int | None = Field(default=None, ge=1)
    header: Listed = ()
    skip_lines: int = Field(default=0, ge=0)
    skip_last_lines: int = Field(default=0, ge=0)
    fill_down: Annotated[Filled | None, BeforeValidator(_filled)] = None

    @model_validator(mode="before")
    @classmethod
    def _one_table_inline(cls, value: Any) -> Any:
        """``table:`` and its columns may stand directly under the file."""
        if not isinstance(value, dict) or "rows" in value:
            return value
        inner = {key: inner for key, inner in value.items() if key in Rows.model_fields}
        outer = {key: inner for key, inner in value.items() if key not in Rows.model_fields}
        return outer | {"rows": [inner]}

    @property
    def has_layout(self) -> bool:
        """Whether the rule says how the file's text is laid out."""
        told = (self.encoding, self.delimiter, self.header_row, self.header, self.skip_lines, self.skip_last_lines)
        return any(told)

    def layout(self, mapping: Mapping) -> Layout:
        """How the file's text is laid out."""
        return Layout(
            encoding=self.encoding or mapping.encoding,
            delimiter=self.delimiter,
            header_row=self.header_row,
            header=self.header,
            skip_lines=self.skip_lines,
            skip_last=self.skip_last_lines,
        )


class Mapping(_Part):
    """A whole mapping. ``system`` goes before every id, so that two systems' ids never meet."""

    system: str = Field(pattern=r"^[a-z0-9_]{1,30}$")
    currency: str | None = None
    timezone: str | None = None
    times_in: str | None = None
    encoding: str | None = None
    decimal_mark: Mark | None = None
    null_words: Listed = ()
    ids: Literal["salesforce"] | None = None
    date_format: Listed = ()
    fiscal_year_starts: int | None = Field(default=None, ge=1, le=12)
    columns_may_lack: bool = False
    merge: Annotated[tuple[Literal["corporate_number", "domain", "name"], ...], BeforeValidator(_listed)] = (
        "corporate_number",
        "domain",
        "name",
    )
    purchases_from_won_deals: bool = False
    files: tuple[FileRule, ...]


def load_mapping(path: Path) -> Mapping:
    """Read one mapping file. Raises ImportRefused with the file, the place in it and what is wrong."""
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), _PlainYaml)  # noqa: S506 - a safe loader
        return Mapping.model_validate(document)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ImportRefused(f"mapping {path}: cannot be read ({reason})", file=str(path)) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        raise ImportRefused(f"mapping {path.name}{line}: is not valid YAML", file=path.name) from error
    except ValidationError as error:
        raise ImportRefused(f"mapping {path.name}: {_first(error)}", file=path.name) from error


def find_mapping(name_or_path: str | Path) -> Mapping:
    """A mapping by path, or a shipped preset by name, such as ``salesforce``."""
    shipped = PRESETS / f"{name_or_path}.yml"
    if Path(name_or_path).suffix or Path(name_or_path).exists():
        return load_mapping(Path(name_or_path))
    if shipped.exists():
        return load_mapping(shipped)
    names = ", ".join(sorted(path.stem for path in PRESETS.glob("*.yml")))
    raise ImportRefused(
        f"no mapping {str(name_or_path)!r}; give a YAML file, or one of {names}", file=str(name_or_path)
    )


def load_presets() -> list[Mapping]:
    """All shipped presets."""
    return [load_mapping(path) for path in sorted(PRESETS.glob("*.yml"))]


def canonical_rule(table: Table, header: list[str]) -> FileRule:
    """The rule of a file that already has our column names; ``header`` in the form ``header_key`` gives."""
    present = {column.name: (column.name,) for column in table.columns if column.name in header}
    renamed = {f"{c.name}_id": c.name for c in table.columns if c.kind is Kind.REFERENCE}
    present |= {ours: (theirs,) for theirs, ours in renamed.items() if theirs in header and ours not in present}
    return FileRule(match=(table.name,), rows=(Rows(table=table.name, columns=present),))


def _first(error: ValidationError) -> str:
    # A misspelt key is told before the key that then seems to be missing.
    first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
    place = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        key = str(first["loc"][-1])
        known = [*Mapping.model_fields, *FileRule.model_fields, *Rows.model_fields]
        message = f"there is no key {key!r}{nearest_hint(key, known)}"
    return f"{place}: {message}" if place else message


def nearest_hint(name: str, names: Iterable[str]) -> str:
    """What a misspelt name may have meant."""
    names = list(names)
    near = difflib.get_close_matches(name, names, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(sorted(names)[:40])}"
