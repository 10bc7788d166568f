"""`osusume parse --json` as a program reads it: one object a line, in order, at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.demo import build_demo
from knowledge.kernel.database import open_engine

KEYS = {"text", "intent", "confidence", "alternatives", "language", "account", "mention", "entities", "refused"}
SAID = [
    *("what should I offer Acme?", "さくら商事に何を提案すべき？", "", "???", "what is the weather?", "<@U012AB3CD>"),
    *("what should I offer Globoxx?", "remind me on Friday at 9", "Initech", "\u202e👍 \x00 x"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("parse") / "demo.db"
    engine = open_engine(f"sqlite:///{path}")
    build_demo(engine)
    engine.dispose()
    return f"sqlite:///{path}"


def parse(store: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from bot.terminal.app import main; main()", "parse", "--json", "--store", store]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"})


def test_each_of_two_hundred_lines_gets_its_object_in_order(store: str) -> None:
    lines = [text.encode() for text in SAID * 20]
    lines[57] = b"\xff\xfe what \x80"
    with parse(store) as program:
        printed, _ = program.communicate(b"\n".join(lines) + b"\n", timeout=120)
    assert program.returncode == 0
    objects = [json.loads(line) for line in printed.decode().splitlines()]
    assert [one["text"] for one in objects] == [line.decode(errors="replace") for line in lines]
    assert all(one.keys() >= KEYS for one in objects)
    by_text: dict[str, set[str]] = {}
    for one in objects:
        by_text.setdefault(one["text"], set()).add(json.dumps(one, sort_keys=True))
    assert all(len(told) == 1 for told in by_text.values())
    first = objects[0]
    assert (first["intent"], first["account"]["name"]) == ("recommend_offer", "Acme Corporation")
    assert (objects[1]["language"], objects[4]["refused"], objects[6]["account"]) == ("ja", True, None)


def test_an_answer_comes_before_the_next_question_is_written(store: str) -> None:
    with parse(store) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for text in ("is Acme satisfied?", "Acmeの利用状況は？"):
            program.stdin.write(f"{text}\n".encode())
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["text"] == text
        program.stdin.close()
