"""What a kind of source declares of itself, and what an opened one can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from knowledge.sync.writing.declared import OpensWriter

Json = str | int | float | bool | None | list[Any] | dict[str, Any]
"""What is kept between syncs, as JSON holds it."""


class Declaration(BaseModel):
    """``sources/NAME.yml`` of the firm's folder; each kind adds its own keys.

    ``mapping``: a file in ``mappings/`` or a preset; None: the kind's own preset, or our own column names.
    ``system``: goes before each id where no mapping says it; None: the source's name. ``files`` goes on with what was
    imported from files. ``every_minutes``, ``full_every_hours``: where this source differs from ``sync`` in config.yml.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: str
    mapping: str | None = None
    system: str | None = Field(default=None, pattern=r"^[a-z0-9_]{1,30}$")
    every_minutes: int | None = Field(default=None, ge=1)
    full_every_hours: int | None = Field(default=None, ge=1)


class Page(NamedTuple):
    """Some records of a table. ``cursor``: where the next sync begins, once all pages are loaded.

    ``resume``: where to go on if the process is killed behind this page; None: from the beginning.
    """

    records: Sequence[Mapping[str, Any]]
    cursor: Json
    resume: Json = None


class OpenedSource(Protocol):
    """A source that can be read. Each method raises SourceRefused with one line that names what is wrong."""

    @property
    def tables(self) -> Sequence[str]:
        """The tables it gives."""

    def pull(self, table: str, *, since: Json, resume: Json) -> Iterator[Page]:
        """Records changed since a cursor, with overlap; ``since`` None: all there are."""

    def __enter__(self) -> Self:
        """Connect."""

    def __exit__(self, *_: object) -> None:
        """Let go."""


class Opens(Protocol):
    """Makes a source of its declaration and the secrets it names."""

    def __call__(self, declared: Any, secrets: Mapping[str, str]) -> OpenedSource:
        """Nothing is connected yet."""


def first_page(opened: OpenedSource, table: str) -> int:
    """How many records the first page of a table has: whether it can be read. Raises SourceRefused."""
    pages = opened.pull(table, since=None, resume=None)
    return len(next(iter(pages), Page((), None)).records)


@dataclass(frozen=True)
class SourceKind:
    """One folder of ``knowledge/sync/sources``. ``preset``: the mapping that fits where a declaration names none.

    ``open``: makes the source. ``declaration``: what may stand in its file; its keys that end in ``_env`` name
    environment variables, which are the only place of secrets. ``key``: the field that tells a record, where a system
    may tell the same one more than once in a pull; the last is kept. ``writer``: opens what can be written to.
    """

    name: str
    declaration: type[Declaration]
    open: Opens
    preset: str | None = None
    key: str | None = None
    writer: OpensWriter | None = None
