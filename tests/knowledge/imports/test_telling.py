"""What an import says is said in the language of whoever runs it; no sentence of it stands in code."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge.errors import ImportRefused
from knowledge.imports.rejects import kind_of
from knowledge.imports.suggesting.suggest import suggest_mapping
from knowledge.imports.telling import either, tell, telling_in, told_here
from tests.knowledge.imports.conftest import Importer

Write = Callable[..., Path]
ROOM = Path(__file__).parents[3] / "knowledge" / "imports"
TOLD = {"CellUnclear", "ImportRefused", "Unclear", "NotFound", "Skipped", "Outcome", "Line", "ValueError"}
SENTENCE = re.compile(r"[a-z]{2,} [a-z]{2,}")
JAPANESE = re.compile(r"[ぁ-鿿]")


def _sentences() -> Iterator[str]:
    """English words that are told as they stand in code."""
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            told = node.args if called in TOLD and isinstance(node, ast.Call) else []
            if isinstance(node, ast.Yield) and node.value is not None:
                told = [node.value]
            for one in told:
                parts = one.values if isinstance(one, ast.JoinedStr) else [one]
                words = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
                if any(SENTENCE.search(word) for word in words):
                    yield f"{path.name}:{one.lineno}: {''.join(words)}"


def test_no_sentence_of_an_import_stands_in_code() -> None:
    assert list(_sentences()) == []


def test_all_that_is_told_of_a_file_is_in_the_language_asked_for(run_import_sqlite: Importer, write: Write) -> None:
    accounts = '1,Kite,"$1,200",x\n2,Lark,#N/A,\n2,Larkk,3,\n3,,5,\n4,A &amp; B,3,\n,合計,3,\n5,"x"y,3,\n6,a,b,c,d\n'
    folder = write("accounts.csv", f"id,name,annual_revenue,\n{accounts}").parent
    write("tickets.csv", "id,account,opened_on,severity\n1,Kitte,2026-01-01,low\n2,Kite,3/4/2026,low\n3,Kite,x,bad\n")
    write("surveys.csv", "account,kind,score,answered_on,remark\nLark,csat,4,2026-01-01,y\nLark,nps,11,2026-01-01,\n")
    write("cp.csv", "得意先,商品\n桜,茶\n", encoding="cp932")
    write("x.pdf", "%PDF")
    with telling_in("ja"):
        report = run_import_sqlite(folder)
    told = [line for file in report.files for line in (*file.notes, *file.reasons, *file.rejected_because)]
    told += [skipped.reason for skipped in report.skipped]
    assert len(told) > 20
    assert [line for line in told if not JAPANESE.search(line)] == []


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        ("system: X\n", "IDの前に付けられません"),
        ("a: [", "正しいYAMLではありません"),
        ("system: s\nfilez: []\n", "キーはありません"),
    ],
)
def test_a_mapping_that_is_wrong_is_told_in_japanese(
    run_import_sqlite: Importer, write: Write, mapping: str, told: str
) -> None:
    path = write("accounts.csv", "name\nKite\n")
    with telling_in("ja"), pytest.raises(ImportRefused, match=told):
        run_import_sqlite(path, mapping=write("m.yml", mapping))


def test_a_draft_and_what_is_missing_are_told_in_japanese(write: Write) -> None:
    path = write("売上.csv", "得意先,商品,金額,日付\n桜,茶,100,2026/4/1\n合計,,100,\n")
    with telling_in("ja"):
        found = suggest_mapping([path], currency="JPY")
    assert found.mapping is not None
    remarks = [line.partition("#")[2] for line in found.mapping.splitlines() if "#" in line]
    assert [line for line in [*found.lines, *found.missing, *remarks] if not JAPANESE.search(line)] == []


def test_equal_reasons_are_counted_as_one_in_either_language() -> None:
    for language in ("en", "ja"):
        with telling_in(language):
            told = [tell("import_cells.no_amount", cell=cell) for cell in ("x", "y")]
            unknown = [
                tell("imports.not_in_store", what=tell("imports.thing_account"), text=text, nearest=near)
                for text, near in (("Acme", "Acne"), ("Beta", ""))
            ]
        assert len(set(map(kind_of, told))) == len(set(map(kind_of, unknown))) == 1


def test_the_language_ends_where_the_import_does() -> None:
    with telling_in("ja"):
        assert either(["甲", "乙"]) == "甲か乙"
        assert told_here({"en": "drafts", "ja": "下書き"}) == "下書き"
    assert either(["A", "B", "C"]) == "A or B or C"
    assert told_here("as it is") == "as it is"
