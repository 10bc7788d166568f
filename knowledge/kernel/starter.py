"""The firm's folder as ``osusume init`` lays it out: commented, complete, and never overwritten."""

from __future__ import annotations

from pathlib import Path

from knowledge.errors import SettingsBroken
from knowledge.settings import ROOT


def lay_out(folder: Path) -> tuple[Path, ...]:
    """Writes what is not there yet; what was written, in order. SettingsBroken where the folder cannot be written."""
    shipped = ROOT / "data" / "starter"
    written = []
    try:
        for source in sorted(path for path in shipped.rglob("*") if path.is_file()):
            target = folder / source.relative_to(shipped)
            if target.exists():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
            written.append(target)
    except OSError as error:
        raise SettingsBroken(f"{folder}: cannot be written ({error.strerror})", file=str(folder), key="") from error
    return tuple(written)
