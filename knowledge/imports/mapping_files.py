"""Mappings as YAML: our presets and people's own, and what is wrong with one in our words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.errors import ImportRefused
from knowledge.imports.mapping import FileRule, Mapping, Rows
from knowledge.imports.telling import nearest_hint, tell

_WANTED = (
    ("dict", "keys"), ("model", "keys"), ("string", "words"), ("tuple", "list"), ("list", "list"),
    ("int", "number"), ("float", "number"), ("greater_than", "number"), ("less_than", "number"), ("bool", "flag"),
)  # fmt: skip
PRESETS = Path(__file__).parent / "presets"


class _KeyTwice(Exception):
    """YAML itself would take the last of two equal keys without a word."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.key, self.line = key, line


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
    words = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode) and key.value != "<<"]
    if twice := next((word for place, word in enumerate(words) if word in words[:place]), None):
        mark = next(key.start_mark for key, _ in reversed(node.value) if key.value == twice)
        raise _KeyTwice(twice, mark.line + 1)
    found: dict[object, object] = {}
    yield found
    found.update(loader.construct_mapping(node))


_PlainYaml.add_constructor("tag:yaml.org,2002:map", _with_words_as_keys)


def load_mapping(path: Path) -> Mapping:
    """Read one mapping file. Raises ImportRefused with the file, the place in it and what is wrong."""
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), _PlainYaml)  # noqa: S506 - a safe loader
        return Mapping.model_validate(document)
    except (OSError, UnicodeDecodeError) as error:
        told = tell("import_mapping.unreadable", file=str(path), why=getattr(error, "strerror", None) or "")
        raise ImportRefused(told, file=str(path)) from error
    except _KeyTwice as twice:
        told = tell("import_mapping.key_twice", file=path.name, line=str(twice.line), key=twice.key)
        raise ImportRefused(told, file=path.name) from twice
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = str(mark.line + 1) if mark else ""
        raise ImportRefused(tell("import_mapping.no_yaml", file=path.name, line=line), file=path.name) from error
    except ValidationError as error:
        raise ImportRefused(tell("import_mapping.wrong", file=path.name, what=_first(error)), file=path.name) from error


def find_mapping(name_or_path: str | Path) -> Mapping:
    """A mapping by path, or a shipped preset by name, such as ``salesforce``."""
    shipped = PRESETS / f"{name_or_path}.yml"
    if Path(name_or_path).suffix or Path(name_or_path).exists():
        return load_mapping(Path(name_or_path))
    if shipped.exists():
        return load_mapping(shipped)
    told = tell("import_mapping.none_called", name=str(name_or_path), presets=", ".join(preset_names()))
    raise ImportRefused(told, file=str(name_or_path))


def preset_names() -> tuple[str, ...]:
    """The systems whose exports need no mapping."""
    return tuple(sorted(path.stem for path in PRESETS.glob("*.yml")))


@cache
def load_presets() -> tuple[Mapping, ...]:
    """All shipped presets."""
    return tuple(load_mapping(PRESETS / f"{name}.yml") for name in preset_names())


def _first(error: ValidationError) -> str:
    # A misspelt key is told before the key that then seems to be missing.
    first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
    place = ".".join(str(part) for part in first["loc"])
    message = _words_for(first)
    if first["type"] == "extra_forbidden":
        key = str(first["loc"][-1])
        known = [*Mapping.model_fields, *FileRule.model_fields, *Rows.model_fields]
        message = tell("import_mapping.no_key", key=key) + nearest_hint(key, known)
    return f"{place}: {message}" if place else message


def _words_for(error: ErrorDetails) -> str:
    """What is wrong, in our words instead of the library's."""
    kind, given = error["type"], error.get("input")
    if kind == "literal_error":
        return tell(
            "import_mapping.must_be_one_of", given=str(given), choices=str(error.get("ctx", {}).get("expected", ""))
        )
    if kind == "string_pattern_mismatch":
        return tell("import_mapping.no_system_name", given=str(given))
    if kind == "value_error":
        return error["msg"].removeprefix("Value error, ")
    if kind == "missing":
        return tell("import_mapping.must_be_there")
    wanted = next((word for part, word in _WANTED if part in kind), "")
    return (
        tell(f"import_mapping.must_be_{wanted}")
        if wanted
        else tell("import_mapping.cannot_be_used", given=str(given)[:60])
    )
