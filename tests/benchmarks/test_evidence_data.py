"""Other people's files, as they come: ``make evidence`` reads them alike or says in one line what to mend."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.evidence import report as evidence
from benchmarks.evidence.churn import cdnow_windows, telco_windows
from benchmarks.evidence.data import cdnow, groceries, look_through, maven_crm, online_retail, telco
from knowledge.errors import OsusumeError

SERVICES = "PhoneService MultipleLines InternetService OnlineSecurity OnlineBackup DeviceProtection TechSupport"
SERVICES += " StreamingTV StreamingMovies"


def write(folder: Path, kind: str, text: str, *, name: str = "export.csv", encoding: str = "utf-8") -> Path:
    (folder / kind).mkdir(exist_ok=True)
    (folder / kind / name).write_text(text, encoding=encoding)
    return folder / kind


def baskets(rows: Sequence[tuple[str, str, str]], *, delimiter: str = ",") -> str:
    lines = [("Member_number", "Date", "itemDescription"), *rows]
    return "\n".join(delimiter.join(line) for line in lines)


def customer(number: int, *, churn: str = "No", charge: str = "29.85") -> str:
    services = ",".join("Yes" for _ in SERVICES.split())
    return f'C{number},5,Month-to-month,Mailed check,{churn},{services},"{charge}"'


def customers(*lines: str) -> str:
    names = ["customerID", "tenure", "Contract", "PaymentMethod", "Churn", *SERVICES.split(), "TotalCharges"]
    return "\n".join([",".join(names), *lines])


def test_column_order_delimiter_bom_and_name_of_the_file_change_nothing(tmp_path: Path) -> None:
    plain = write(tmp_path, "groceries", baskets([("7", "21-07-2015", "milk"), ("8", "05-01-2015", "tea")]))
    other = tmp_path / "other"
    other.mkdir()
    text = "itemDescription;Date;Member_number\nmilk;21.07.2015;7\ntea;05.01.2015;8\n"
    odd = write(other, "groceries", text, name="my export.txt", encoding="utf-8-sig")
    columns = ["account_id", "product_id", "purchased_on"]
    pd.testing.assert_frame_equal(groceries(plain).rows[columns], groceries(odd).rows[columns])


@pytest.mark.parametrize("ids", [("12", "7"), ("12.0", "7.0")])
def test_whole_numbers_stay_the_ids_that_they_are(tmp_path: Path, ids: tuple[str, str]) -> None:
    rows = [(number, "21-07-2015", "milk") for number in ids]
    assert groceries(write(tmp_path, "groceries", baskets(rows))).rows["account_id"].tolist() == [12, 7]


def test_names_become_ids_in_their_order(tmp_path: Path) -> None:
    rows = [(name, "21-07-2015", "milk") for name in ("Zeta", "Acme", "Zeta")]
    assert groceries(write(tmp_path, "groceries", baskets(rows))).rows["account_id"].tolist() == [1, 0, 1]


def test_future_far_and_unreadable_days_are_left_out_and_counted(tmp_path: Path) -> None:
    rows = [(str(n), f"{1 + n % 28:02}-05-2015", "milk") for n in range(3000)]
    rows += [("1", "01-01-2990", "milk"), ("2", "not a day", "milk"), ("3", "01-01-1901", "milk")]
    table = groceries(write(tmp_path, "groceries", baskets(rows)))
    assert (len(table.rows), sum(table.left_out.values())) == (3000, 3)
    assert table.rows["purchased_on"].max() == pd.Timestamp(2015, 5, 28)


def test_a_line_cut_off_in_the_middle_is_left_out(tmp_path: Path) -> None:
    text = baskets([("7", "21-07-2015", "milk")] * 3) + "\n8,05-0"
    table = groceries(write(tmp_path, "groceries", text))
    assert (len(table.rows), dict(table.left_out)) == (3, {"no day in purchased_on": 1})


def test_codes_of_another_firm_are_goods_all_of_them(tmp_path: Path) -> None:
    text = "Customer ID,StockCode,InvoiceDate,Price,Quantity\n" + "".join(
        f'{n},BK-{n},12/{n + 1}/2010 8:26,"1,50",2\n' for n in range(20)
    )
    rows = online_retail(write(tmp_path, "online_retail", text)).rows
    assert rows["is_goods"].all()
    assert rows["purchased_on"].iloc[19] == pd.Timestamp(2010, 12, 20)
    assert rows["amount_minor"].tolist() == [300.0] * 20


def test_postage_is_no_product_where_goods_are_numbered(tmp_path: Path) -> None:
    codes = [*(f"{85000 + n}A" for n in range(99)), "POST"]
    text = "CustomerID,StockCode,InvoiceDate\n" + "".join(f"1,{code},2011-03-04\n" for code in codes)
    rows = online_retail(write(tmp_path, "online_retail", text)).rows
    assert rows.loc[~rows["is_goods"], "code"].tolist() == ["POST"]


def test_a_customer_twice_counts_once_and_decimal_commas_are_numbers(tmp_path: Path) -> None:
    lines = [customer(number, churn="Yes" if number % 3 == 0 else "No", charge="29,85") for number in range(9)]
    folder = write(tmp_path, "telco", customers(*lines, lines[0]))
    assert telco(folder).left_out == {"a customer twice": 1}
    window = telco_windows(folder)[0]
    assert (len(window.lost), int(window.lost.sum())) == (9, 3)
    assert np.unique(window.features["TotalCharges"]).tolist() == [29.85]


@pytest.mark.parametrize("front", ["", "00009 "])
def test_cdnow_is_read_with_and_without_its_sample_number(tmp_path: Path, front: str) -> None:
    text = f" {front}0001 19970101  2   29.33\n {front}0001 19970118  1   10.00\n {front}0002 19980630  1    5.00\n"
    folder = write(tmp_path, "cdnow", text, name="CDNOW_master.txt")
    assert cdnow(folder).rows["account_id"].tolist() == [1, 1, 2]
    window = cdnow_windows(folder)[0]
    assert (window.as_of.isoformat(), window.horizon_days) == ("1997-09-30", 273)


def test_only_won_deals_are_purchases(tmp_path: Path) -> None:
    text = "product,account,deal_stage,close_date\nA,Acme,Won,3/13/2017\nB,Acme,Lost,4/1/2017\n"
    rows = maven_crm(write(tmp_path, "maven_crm", text)).rows
    assert rows["purchased_on"].tolist() == [pd.Timestamp(2017, 3, 13)]


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("groceries", "", "groceries/export.csv: is empty"),
        ("groceries", "Member_number,Date\n1,2\n", "needs the column itemDescription"),
        ("groceries", baskets([]), "no line under them"),
        ("groceries", baskets([("1", "soon", "milk")] * 3), "no day in purchased_on"),
        ("telco", customers(customer(1, churn="perhaps")), "Churn is neither Yes nor No"),
        ("maven_crm", "product,account,deal_stage,close_date\nA,Acme,Lost,3/13/2017\n", "no deal is won"),
        ("cdnow", "", "holds no .txt file"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line_and_the_old_report_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, text: str, said: str
) -> None:
    write(tmp_path, kind, text)
    report = tmp_path / "evidence.md"
    report.write_text("before")
    assert evidence.main([str(tmp_path), str(report)]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert report.read_text() == "before"


@pytest.mark.parametrize("asked", [[], [""], ["", "x.md"], ["/nowhere/at/all", "x.md"]])
def test_without_a_folder_the_command_is_told(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert evidence.main(asked) == 2
    assert "make evidence DATA=FOLDER" in capsys.readouterr().err


def test_every_fault_of_a_folder_is_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "groceries", "")
    write(tmp_path, "telco", "a,b\n1,2\n")
    with pytest.raises(OsusumeError, match=r"(?s)groceries.*\n.*telco"):
        look_through(tmp_path)


def test_an_empty_folder_names_the_kinds(tmp_path: Path) -> None:
    with pytest.raises(OsusumeError, match="groceries, online_retail, telco, cdnow, maven_crm"):
        look_through(tmp_path)
