"""The parts of what is told are found wherever they stand in the sentence."""

import pytest

from bot.nlu.record_parts import Told, find_parts

ORDINARY = frozenset(
    "is now the at has new contact our it and in as with from took over was their here he she".split()  # noqa: SIM905
)


def parts(fact: str, text: str, *, contacts: tuple[str, ...] = (), hidden: str = "", **said: str) -> dict[str, str]:
    """What is found; ``hidden`` is a name in the text that the store knows."""
    start = text.find(hidden) if hidden else -1
    taken = [(start, start + len(hidden))] if start >= 0 else []
    told = Told(text, customers=taken, contacts=contacts, is_known=ORDINARY.__contains__)
    return find_parts(fact, told, said)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "new contact at Kestrel: Ruth Alvarez, head of it, ruth.alvarez@kestrel.example",
            {"contact": "Ruth Alvarez", "title": "head of it", "email": "ruth.alvarez@kestrel.example"},
        ),
        (
            "kestrel has a new cfo, marta diaz, tel 555-0199",
            {"contact": "Marta Diaz", "title": "cfo", "phone": "555-0199"},
        ),
        (
            "Dov Levin (purchasing manager) is our contact at Kestrel",
            {"contact": "Dov Levin", "title": "purchasing manager"},
        ),
        (
            "霞橋に新しい担当者、総務部の中村健太課長、nakamura@kasumi.example",
            {"contact": "中村健太", "title": "総務部課長", "email": "nakamura@kasumi.example"},
        ),
        ("新任の情シス部長は小川様です", {"contact": "小川"}),
    ],
)
def test_somebody_new_with_all_that_is_told_of_them(text: str, expected: dict[str, str]) -> None:
    found = parts(
        "contact_new", text, hidden="Kestrel" if "Kestrel" in text else "kestrel" if "kestrel" in text else "霞橋"
    )
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Olivia Hart's new number is 555-0199", {"contact": "Olivia Hart", "phone": "555-0199"}),
        ("mail of olivia is now o.hart@acme.example", {"contact": "Olivia Hart", "email": "o.hart@acme.example"}),
        ("the it manager Olivia is now coo", {"contact": "Olivia Hart", "title": "coo"}),
    ],
)
def test_what_changed_of_somebody_known(text: str, expected: dict[str, str]) -> None:
    assert parts("contact_changed", text, contacts=("Olivia Hart",)) == expected


def test_a_promoted_contact_has_the_new_title() -> None:
    assert parts("contact_changed", "水野課長が部長に昇進", contacts=("水野 哲也",)) == {
        "contact": "水野 哲也",
        "title": "部長",
    }


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("sev 1 at Kestrel, login broken since this morning", "severe"),
        ("they cannot sign in any more", "severe"),
        ("big one: the export keeps crashing", "high"),
        ("a small typo on their invoice page", "low"),
        ("the export shows last week's figures", None),
        ("障害発生、ログインできないって", "severe"),
        ("一覧の表示崩れがあるそうです", "low"),
    ],
)
def test_how_bad_a_problem_is(text: str, severity: str | None) -> None:
    assert parts("problem", text).get("severity") == severity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kestrel gave us a 9 on nps", {"score": "9"}),
        ("csat from kestrel: 4 out of 5", {"score": "4", "survey_kind": "csat"}),
        ("NPSで8点もらった", {"score": "8"}),
        ("満足度は85%でした", {"score": "85", "survey_kind": "csat"}),
        ("they answered the survey", {}),
    ],
)
def test_a_score_and_its_scale(text: str, expected: dict[str, str]) -> None:
    assert parts("survey", text) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("kestrel now has 1,400 employees", "1400"),
        ("their headcount is down to 35", "35"),
        ("社員数250人になった", "250"),
        ("they moved to Leeds", None),
    ],
)
def test_how_many_they_are(text: str, number: str | None) -> None:
    assert parts("account_changed", text).get("employees") == number


def test_what_the_sentence_names_stays() -> None:
    assert parts("contact_new", "add Ida Holm, cto", contact="Ida Holm", title="CTO")["title"] == "CTO"
