import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.errors import ImportRefused
from knowledge.imports.files.encodings import find_encoding
from tests.knowledge.imports.conftest import Importer, rows_of

TEXTS = {
    "cp1250": ["Żółwie Łąki", "Příbramské Pivo"],
    "cp1251": ["ООО Ромашка", "Северный Ветер"],
    "koi8_r": ["ООО Ромашка", "Северный Ветер"],
    "cp866": ["ООО Ромашка", "Северный Ветер"],
    "cp1253": ["Αθηναϊκά Τρόφιμα", "Ελληνικά Έργα"],
    "cp1254": ["Şişli Gıda", "Çağdaş Yapı"],
    "iso8859_15": ["Bœuf à la Crème", "Œuvre Été"],
    "cp1255": ["חברת החשמל", "תל אביב"],
    "cp1256": ["شركة النور", "القاهرة"],
    "cp874": ["บริษัท ไทย", "กรุงเทพ"],
    "cp1257": ["Žalgirio Šaltinis", "Rīgas Ķīmija"],
    "cp1252": ["Café Lumière", "Müller & Söhne", "São João", "Acme “Pro” – Ltd’s"],
    "cp850": ["Größe GmbH", "Café Müller"],
    "mac_roman": ["Müller Söhne", "Café Crème"],
    "gb18030": ["北京大江科技有限公司", "上海花园贸易"],
    "big5": ["台灣大江股份有限公司", "高雄花園企業"],
    "euc_kr": ["한강전자 주식회사", "서울꽃집"],
    "euc_jp": ["東西商事株式会社", "さくら物産"],
    "iso2022_jp": ["東西商事株式会社", "さくら物産"],
    "cp932": ["ｶﾌﾞｼｷｶﾞｲｼｬ ｻｸﾗ", "ﾄｳｻﾞｲｼｮｳｼﾞ", "㈱東西"],
    "utf-16-le": ["東西商事株式会社", "Acme"],
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_names_in_every_usual_code_page_come_in_as_written(
    sqlite_engine: Engine, tmp_path: Path, encoding: str
) -> None:
    from knowledge.imports.run import import_paths

    path = tmp_path / "accounts.csv"
    path.write_bytes(("id,name\r\n" + "".join(f"{n},{t}\r\n" for n, t in enumerate(TEXTS[encoding]))).encode(encoding))
    report = import_paths(sqlite_engine, [path], as_of=dt.date(2026, 4, 1))
    assert [name for (name,) in rows_of(sqlite_engine, "accounts", "name")] == TEXTS[encoding]
    assert report.files[0].read_as["encoding"]
    if not encoding.startswith("utf"):
        assert any("encoding" in note for note in report.files[0].notes)


def test_an_encoding_that_cannot_be_told_is_refused_with_what_it_would_say(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_bytes("id,name\n1,深圳\n".encode("gb18030"))
    with pytest.raises(ImportRefused, match=r"encoding cannot be told.*深圳"):
        find_encoding(path)


def test_one_line_of_another_encoding_leaves_the_others_alone(
    engine: Engine, run_import: Importer, write: Callable[..., Path]
) -> None:
    path = write("accounts.csv", "id,name\n1,Café Lumière\n2,Größe GmbH\n")
    path.write_bytes(path.read_bytes() + "3,Señor Taco\n".encode("cp1252"))
    report = run_import(path).files[0]
    assert rows_of(engine, "accounts", "name") == [("Café Lumière",), ("Größe GmbH",)]
    assert "line 4" in report.reasons[0]
    assert "Windows-1252" in report.reasons[0]
    mended = run_import(Path(str(report.reject_file)))
    assert mended.exit_code == 0
    assert ("Señor Taco",) in rows_of(engine, "accounts", "name")


def test_a_utf_8_line_in_a_file_of_another_encoding_is_rejected_and_not_garbled(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Callable[..., Path]
) -> None:
    path = write("accounts.csv", "")
    names = ["青葉商事", "緑川工業", "赤井商店", "白石"]
    path.write_bytes(("id,name\n" + "".join(f"{n},{t}\n" for n, t in enumerate(names))).encode("cp932"))
    path.write_bytes(path.read_bytes() + "9,黒田建設\n".encode())
    report = run_import_sqlite(path).files[0]
    assert [name for (name,) in rows_of(sqlite_engine, "accounts", "name")] == names
    assert "line 6" in report.reasons[0]
    assert run_import_sqlite(Path(str(report.reject_file))).exit_code == 0
    assert ("黒田建設",) in rows_of(sqlite_engine, "accounts", "name")


def test_text_that_was_garbled_before_it_was_saved_is_told(
    run_import_sqlite: Importer, write: Callable[..., Path]
) -> None:
    report = run_import_sqlite(write("accounts.csv", "id,name\n1,CafÃ© LumiÃ¨re\n2,São João\n")).files[0]
    assert any("'CafÃ© LumiÃ¨re'" in note and note.startswith("1 cell that") for note in report.notes)
