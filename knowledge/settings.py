"""Settings: config.yml and environment, read once at the start, refused with one clear line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml
from platformdirs import user_cache_path, user_data_path
from pydantic import ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from knowledge.errors import SettingsBroken
from knowledge.firm_folder import firm_folder, lay_over
from knowledge.playbook.rules import Rules

_HERE = Path(__file__).resolve().parent
# Where config.yml and data/ lie: inside the package once it is installed, at the repository's root in a checkout.
ROOT = _HERE / "shipped" if (_HERE / "shipped").is_dir() else _HERE.parent
SHIPPED_CONFIG = ROOT / "config.yml"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RASA_KEYS = {"recipe", "language", "pipeline", "policies", "assistant_id"}


class _Settings(BaseSettings, Rules):
    """Rules with the environment laid over the file."""

    model_config = SettingsConfigDict(env_prefix="OSUSUME_", env_nested_delimiter="__", extra="forbid", frozen=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file."""
        return env_settings, init_settings


def load_rules(path: Path | None = None) -> Rules:
    """Read the rules from ``config.yml``; ``OSUSUME_GATE__ASKS_CAP=3`` in the environment overrides one.

    The shipped file, with the firm's own laid over it (``OSUSUME_CONFIG``, or the one in the firm's folder), so that it
    need hold only what differs. Raises SettingsBroken with the file, the key and what it must be.
    """
    path = path or own_config()
    shipped = _rules_in(SHIPPED_CONFIG)
    try:
        return _Settings(**(lay_over(shipped, _rules_in(path)) if path else shipped))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        path = path or SHIPPED_CONFIG
        wrong = "there is no such key" if first["type"] == "extra_forbidden" else first["msg"]
        raise SettingsBroken(f"{path.name}: {key}: {wrong}", file=path.name, key=key) from error


def own_config() -> Path | None:
    """The firm's own ``config.yml``; None where only the shipped one holds."""
    if named := os.environ.get("OSUSUME_CONFIG"):
        return Path(named)
    folder = firm_folder()
    return folder / "config.yml" if folder and (folder / "config.yml").is_file() else None


def _rules_in(path: Path) -> dict[str, Any]:
    return {key: value for key, value in _read(path).items() if key not in _RASA_KEYS}


def default_store_url() -> str:
    """The store of this user: ``OSUSUME_STORE``, or a SQLite file in the user's data folder."""
    return os.environ.get("OSUSUME_STORE") or f"sqlite:///{user_data_path('osusume') / 'store.db'}"


def cache_folder() -> Path:
    """Where trained language models are kept; safe to delete."""
    return Path(os.environ.get("OSUSUME_CACHE") or user_cache_path("osusume"))


def _read(path: Path) -> dict[str, Any]:
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - safe, in C
    except OSError as error:
        raise SettingsBroken(f"{path}: cannot be read ({error.strerror})", file=str(path), key="") from error
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" line {where.line + 1}" if where else ""
        raise SettingsBroken(f"{path.name}{line}: not valid YAML", file=path.name, key="") from error
    if not isinstance(document, dict):
        raise SettingsBroken(f"{path.name}: must hold named sections", file=path.name, key="")
    return document
