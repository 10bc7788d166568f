"""Mapping files: how another system's files and columns become ours. YAML, no code."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from knowledge.imports.canonical import COMPUTABLE, TABLES, Kind, Table
from knowledge.imports.conditions import Scalar
from knowledge.imports.files.lines import Layout
from knowledge.imports.formulas import column_names
from knowledge.imports.mapping_values import (
    Because,
    Condition,
    Currency,
    Formats,
    Listed,
    Mark,
    TextEncoding,
    Zone,
    listed,
    refuse_word_twice,
)
from knowledge.imports.telling import nearest_hint, tell


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LeaveOut(_Part):
    """Rows that are no business of ours. ``when``: all of these columns hold one of these values.

    ``because``: as a person wrote it, or by language.
    """

    when: Condition
    because: Because


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
    create: Annotated[tuple[Literal["accounts", "products", "people"], ...], BeforeValidator(listed)] = ()

    @model_validator(mode="after")
    def _names_exist(self) -> Rows:
        table = TABLES.get(self.table)
        if table is None:
            raise ValueError(tell("import_mapping.no_table", table=self.table) + nearest_hint(self.table, TABLES))
        named = [*self.columns, *self.constants, *self.compose, *self.computed]
        for name in [*named, *self.values, *self.scale, *self.first_of]:
            if table.column(name) is None:
                ours = [column.name for column in table.columns]
                lacks = tell("import_mapping.no_own_column", table=self.table, column=name)
                raise ValueError(lacks + nearest_hint(name, ours))
        for name, meanings in self.values.items():
            refuse_word_twice(f"{self.table}.{name}", meanings)
        for name, expression in self.computed.items():
            column_names(expression)
            if (column := table.column(name)) and column.kind not in COMPUTABLE:
                told = {"column": f"{self.table}.{name}", "kind": column.kind.value}
                raise ValueError(tell("import_mapping.not_computable", **told))
        if lacking := [c.name for c in table.columns if c.required and c.default is None and c.name not in named]:
            raise ValueError(tell("import_mapping.needs_column", table=self.table, column=lacking[0]))
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
    date_format: Formats = ()
    amounts: Literal["main", "minor"] = "main"
    currency: Currency | None = None
    times_in: Zone | None = None
    decimal_mark: Mark | None = None
    null_words: Listed = ()
    encoding: TextEncoding | None = None
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
        if not isinstance(value, dict):
            return value
        if "rows" in value:
            if beside := next((key for key in value if key in Rows.model_fields and key != "table"), None):
                raise ValueError(tell("import_mapping.beside_rows", key=beside))
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
    currency: Currency | None = None
    timezone: Zone | None = None
    times_in: Zone | None = None
    encoding: TextEncoding | None = None
    decimal_mark: Mark | None = None
    null_words: Listed = ()
    ids: Literal["salesforce"] | None = None
    date_format: Formats = ()
    fiscal_year_starts: int | None = Field(default=None, ge=1, le=12)
    columns_may_lack: bool = False
    merge: Annotated[tuple[Literal["corporate_number", "domain", "name"], ...], BeforeValidator(listed)] = (
        "corporate_number",
        "domain",
        "name",
    )
    purchases_from_won_deals: bool = False
    files: tuple[FileRule, ...]

    @property
    def is_own(self) -> bool:
        """Whether it stands for files that have our own column names, and so needs no rules."""
        return not self.files


def canonical_rule(table: Table, header: list[str]) -> FileRule:
    """The rule of a file that already has our column names; ``header`` in the form ``header_key`` gives."""
    present = {column.name: (column.name,) for column in table.columns if column.name in header}
    renamed = {f"{c.name}_id": c.name for c in table.columns if c.kind is Kind.REFERENCE}
    present |= {ours: (theirs,) for theirs, ours in renamed.items() if theirs in header and ours not in present}
    return FileRule(match=(table.name,), rows=(Rows(table=table.name, columns=present),))
