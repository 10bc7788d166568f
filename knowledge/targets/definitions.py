"""Target definitions as data: ``targets/<name>.yml``, versioned, each version with its hypothesis, owner and date.

One's own lie in the user's data folder, beside the store; those that come along are read too, and a file of the same
name among one's own goes before them. ``OSUSUME_TARGETS`` names another folder, which is then the only one. A key that
nobody reads is refused with the nearest one that is read.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.accounts.traits import Profile
from knowledge.errors import TargetBroken
from knowledge.firm_folder import firm_part

_SHIPPED = Path(__file__).parent / "shipped"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Criteria(_Part):
    """All that is given must hold; of a list any one. ``lacks`` names products the customer must not have yet."""

    industry: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    touch: tuple[str, ...] = ()
    rfm: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    champion: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    employees_at_least: int | None = Field(default=None, ge=0)
    employees_at_most: int | None = Field(default=None, ge=0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Criteria()

    def matches(self, profile: Profile) -> bool:
        """Whether this customer meets all of it; what is not known does not meet it."""
        values: dict[str, set[str]] = {}
        for trait in profile.traits:
            values.setdefault(trait.kind, set()).add(trait.value)
        kinds = ("industry", "region", "country", "phase", "touch", "rfm", "product", "champion")
        if any(
            wanted and not values.get(kind, set()) & set(wanted) for kind in kinds for wanted in [getattr(self, kind)]
        ):
            return False
        return not values.get("product", set()) & set(self.lacks) and self._fits(profile.employees)

    def _fits(self, employees: int | None) -> bool:
        least, most = self.employees_at_least, self.employees_at_most
        if employees is None:
            return least is None and most is None
        return (least is None or employees >= least) and (most is None or employees <= most)


class Persona(_Part):
    """A typical person: role, goals, worries, and the words they use."""

    name: str
    role: str
    goals: tuple[str, ...] = ()
    worries: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Version(_Part):
    """One state of a definition. ``not_to_sell``: who is left alone though the criteria hold."""

    version: int = Field(ge=1)
    date: dt.date
    owner: str
    hypothesis: str
    criteria: Criteria = Criteria()
    not_to_sell: Criteria = Criteria()
    persona: Persona | None = None
    win_rate_plan: float | None = Field(default=None, ge=0, le=1)

    def aims_at(self, profile: Profile) -> bool:
        """Whether this customer is in the target."""
        return self.criteria.matches(profile) and not self.excludes(profile)

    def excludes(self, profile: Profile) -> bool:
        """Whether this customer is named as one not to sell to."""
        return not self.not_to_sell.is_empty and self.not_to_sell.matches(profile)


class Event(_Part):
    """Something that moved outside, noted by hand."""

    date: dt.date
    kind: Literal["competitor", "law", "technology", "market"]
    note: str


class Target(_Part):
    """A named definition with all its versions, the oldest first."""

    name: str
    versions: tuple[Version, ...] = Field(min_length=1)
    events: tuple[Event, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Target:
        if [each.version for each in self.versions] != list(range(1, len(self.versions) + 1)):
            raise ValueError("versions must be numbered 1, 2, 3 and so on")
        if any(later.date < earlier.date for earlier, later in zip(self.versions, self.versions[1:], strict=False)):
            raise ValueError("a later version cannot have an earlier date")
        return self

    @property
    def current(self) -> Version:
        """The newest version."""
        return self.versions[-1]

    def span(self, version: Version, as_of: dt.date) -> tuple[dt.date, dt.date]:
        """From its first day to the day before the next one's, or to the day asked about."""
        later = [each.date - dt.timedelta(days=1) for each in self.versions if each.version == version.version + 1]
        return version.date, max(version.date, min([as_of, *later]))


def targets_folder() -> Path:
    """Where definitions are written: never the installed package, which an upgrade replaces."""
    named = os.environ.get("OSUSUME_TARGETS")
    return Path(named) if named else firm_part("targets") or user_data_path("osusume") / "targets"


def _folders() -> tuple[Path, ...]:
    """Where definitions are read, one's own first."""
    return (targets_folder(),) if os.environ.get("OSUSUME_TARGETS") else (targets_folder(), _SHIPPED)


def list_targets() -> tuple[str, ...]:
    """The names of all definitions."""
    return tuple(sorted({path.stem for folder in _folders() for path in folder.glob("*.yml")}))


def load_target(name: str) -> Target:
    """One definition. TargetBroken names the file and what to mend in it."""
    path = next((path for folder in _folders() if (path := folder / f"{name}.yml").exists()), None)
    if path is None:
        near = get_close_matches(name, list_targets(), n=1)
        hint = f" Did you mean {near[0]}?" if near else " `osusume target list` shows them."
        raise _broken(f"There is no target definition called {name}.{hint}")
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Target.model_validate({"name": name, **(loaded if isinstance(loaded, dict) else {})})
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _broken(f"{path.name}{f', line {mark.line + 1}' if mark else ''}: not valid YAML") from error
    except ValidationError as error:
        raise _broken(f"{path.name}: {_explain(error)}") from error


def save_target(target: Target) -> Path:
    """Write a definition, each key as it is read."""
    path = targets_folder() / f"{target.name}.yml"
    document = target.model_dump(mode="json", exclude_defaults=True, exclude={"name"})
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110, explicit_start=False)
    path.write_text(text, encoding="utf-8")
    return path


def _explain(error: ValidationError) -> str:
    # A misspelt key also makes the right one lacking: the misspelling is what to mend.
    first = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] != "extra_forbidden":
        return f"{key}: {first['msg']}" if key else str(first["msg"]).removeprefix("Value error, ")
    valid = _valid_keys(first["loc"])
    near = get_close_matches(str(first["loc"][-1]), valid, n=1, cutoff=0.3)
    meant = f"the nearest valid key is {near[0]}" if near else f"valid keys are {', '.join(valid)}"
    return f"unknown key {key}; {meant}"


def _valid_keys(place: tuple[int | str, ...]) -> list[str]:
    """The keys that are read where the unknown one stands."""
    model: type[BaseModel] = Target
    for part in place[:-1]:
        if isinstance(part, str):
            model = _model_in(model.model_fields[part].annotation)
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(_model_in(each) for each in get_args(annotation) if each not in {type(None), Ellipsis})


def _broken(what: str) -> TargetBroken:
    return TargetBroken(what, what=what)


def next_version(target: Target, changed: Mapping[str, Any], *, criteria: Mapping[str, Any] | None = None) -> Target:
    """The definition with one more version: the newest, changed; of its criteria only those named in ``criteria``."""
    newest = target.current.model_dump(exclude_defaults=True) | {"version": target.current.version + 1} | dict(changed)
    if criteria is not None:
        newest["criteria"] = {**target.current.criteria.model_dump(exclude_defaults=True), **criteria}
    document = target.model_dump(exclude_defaults=True)
    try:
        return Target.model_validate({**document, "versions": [*document["versions"], newest]})
    except ValidationError as error:
        raise _broken(_explain(error)) from error


def begin_target(name: str, first: Mapping[str, Any]) -> Target:
    """A definition with its first version. TargetBroken says what is wrong with it, and where the name is taken."""
    if not name.replace("-", "").replace("_", "").isalnum():
        raise _broken(f"{name} is no name for a file: use letters, digits and hyphens")
    if name in list_targets():
        raise _broken(f"{name} is there already; `osusume target edit {name}` adds a version")
    try:
        return Target.model_validate({"name": name, "versions": [dict(first)]})
    except ValidationError as error:
        raise _broken(_explain(error)) from error


def add_event(target: Target, event: Event) -> Target:
    """The definition with one more thing that moved outside."""
    return target.model_copy(update={"events": (*target.events, event)})
