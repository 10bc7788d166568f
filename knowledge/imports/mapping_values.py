"""What may stand in a mapping: currencies, zones, encodings, forms of days, conditions; checked as it is read."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator

from knowledge.imports.cells.currencies import read_currency
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.conditions import Wanted, compile_wanted
from knowledge.imports.files.lines import header_key
from knowledge.imports.telling import tell
from knowledge.language import LANGUAGES

_DIRECTIVE = re.compile(r"%(.?)")
_DIRECTIVES = frozenset("aAbBcdfHIjmMpSUwWxXyYzZGuV%")


def listed(value: object) -> object:
    """One value as a list of one."""
    return value if isinstance(value, (list, tuple)) else (value,)


def refuse_word_twice(column: str, meanings: Mapping[str, object]) -> None:
    """Raises ValueError where two words that cells are compared with as one mean two things."""
    first: dict[str, str] = {}
    for word, meant in meanings.items():
        one = first.setdefault(header_key(word), word)
        if meanings[one] != meant:
            raise ValueError(tell("import_mapping.word_twice", column=column, one=one, other=word))


def _testable(value: tuple[Wanted, ...]) -> tuple[Wanted, ...]:
    compile_wanted(value)
    return value


Listed = Annotated[tuple[str, ...], BeforeValidator(listed)]
Condition = dict[str, Annotated[tuple[Wanted, ...], BeforeValidator(listed), AfterValidator(_testable)]]
Mark = Literal[".", ","]


def _known_currency(code: str) -> str:
    try:
        return read_currency(code)
    except CellUnclear as error:
        raise ValueError(str(error)) from error


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(tell("import_mapping.no_zone", zone=name)) from error
    return name


def _known_encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise ValueError(tell("imports.no_encoding", encoding=name)) from error
    return name


def _known_directives(formats: tuple[str, ...]) -> tuple[str, ...]:
    for form in formats:
        if "%" not in form or not set(_DIRECTIVE.findall(form)) <= _DIRECTIVES:
            raise ValueError(tell("import_mapping.no_date_format", form=form))
    return formats


Currency = Annotated[str, AfterValidator(_known_currency)]
Zone = Annotated[str, AfterValidator(_known_zone)]
TextEncoding = Annotated[str, AfterValidator(_known_encoding)]
Formats = Annotated[tuple[str, ...], BeforeValidator(listed), AfterValidator(_known_directives)]


def _in_both_languages(words: str | dict[str, str]) -> str | dict[str, str]:
    if isinstance(words, dict) and words.keys() != set(LANGUAGES):
        raise ValueError(tell("import_mapping.in_both_languages", languages=", ".join(LANGUAGES)))
    return words


Because = Annotated[str | dict[str, str], AfterValidator(_in_both_languages)]
