"""`osusume chat --json` as a program holds a conversation: one object a line in, one out, in order, at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.demo import build_demo
from knowledge.kernel.database import open_engine

KEYS = {"headline", "text", "intent", "request", "account", "unread", "wrote", "replies"}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[bytes]]:
    path: Path = tmp_path_factory.mktemp("chat") / "demo.db"
    engine = open_engine(f"sqlite:///{path}")
    build_demo(engine)
    engine.dispose()
    command = [sys.executable, "-c", "from bot.terminal.app import main; main()", "chat", "--json"]
    command += ["--store", f"sqlite:///{path}"]
    environment = {**os.environ, "LC_ALL": "C"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as running:
        yield running
        assert running.stdin is not None
        running.stdin.close()


def say(program: subprocess.Popen[bytes], said: bytes) -> dict[str, Any]:
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(said + b"\n")
    program.stdin.flush()
    told: dict[str, Any] = json.loads(program.stdout.readline())
    return told


def ask(program: subprocess.Popen[bytes], text: str, **said: str) -> dict[str, Any]:
    return say(program, json.dumps({"text": text, **said}).encode())


def test_an_answer_holds_all_that_a_person_reads(program: subprocess.Popen[bytes]) -> None:
    told = ask(program, "what should I offer Acme?", **{"as": "Maya Collins", "thread": "offer"})
    assert told.keys() >= KEYS
    assert (told["intent"], told["account"], told["wrote"]) == ("recommend_offer", "Acme Corporation", [])
    assert "35 of 40 seats" in told["text"]
    assert told["text"].rstrip().endswith("]")  # the buttons stand last


def test_a_thread_goes_on_and_another_does_not_know_of_it(program: subprocess.Popen[bytes]) -> None:
    ask(program, "how is Globex doing?", **{"as": "Daniel Osei", "thread": "one"})
    assert ask(program, "is it at risk?", **{"as": "Daniel Osei", "thread": "one"})["account"] == "Globex Corporation"
    assert ask(program, "is it at risk?", **{"as": "Daniel Osei", "thread": "two"})["account"] is None


@pytest.mark.parametrize("name", ["田辺 優希", "田辺優希", "田辺", "田辺さん", "田辺様"])
def test_a_colleague_is_found_however_their_name_is_written(program: subprocess.Popen[bytes], name: str) -> None:
    told = ask(program, "さくら商事の状況は？", **{"as": name, "thread": f"name-{name}"})
    assert told["account"] == "さくら商事株式会社"


def test_what_was_written_is_named(program: subprocess.Popen[bytes]) -> None:
    told = ask(program, "remind me about Globex on Friday", **{"as": "daniel osei", "thread": "remind"})
    assert told["wrote"] == ["set_reminder"]


def test_what_is_only_shown_was_not_written(program: subprocess.Popen[bytes]) -> None:
    told = ask(program, "is umbra retail still on hold")
    assert (told["intent"], told["wrote"]) == ("hold_account", [])


def test_the_day_asked_about_is_that_of_the_line(program: subprocess.Popen[bytes]) -> None:
    told = ask(program, "how is Acme doing?", **{"as": "Maya Collins", "thread": "day", "as_of": "2026-06-30"})
    assert any(
        "30 Jun 2026" in figure["basis"] or figure["as_of"] == "2026-06-30" for figure in told["replies"][0]["figures"]
    )


@pytest.mark.parametrize("line", [b"no object", b"[1, 2]", b'{"text": "hi", "as_of": "soon"}', b"\xff\xfe"])
def test_a_line_that_is_no_question_is_told_and_the_next_is_answered(
    program: subprocess.Popen[bytes], line: bytes
) -> None:
    assert "error" in say(program, line)
    assert ask(program, "hello")["headline"]
