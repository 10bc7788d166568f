from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

from knowledge.errors import StoreUnreachable
from knowledge.kernel.database import open_engine
from knowledge.tables import Base


def _is_declared(name: str | None) -> bool:
    """The index of name grams is the database's own affair; no model declares it."""
    return not (name or "").startswith("name_gram")


def test_migrations_reach_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection:
        opts = {
            "compare_type": False,
            "include_name": lambda name, *_: _is_declared(name),
            "include_object": lambda _thing, name, *_: _is_declared(name),
        }
        context = MigrationContext.configure(connection, opts=opts)
        lacking = compare_metadata(context, Base.metadata)
        assert lacking == [], f'no migration brings {lacking}: make migration SAYS="…"'


def test_opening_a_store_again_changes_nothing(empty_url: str) -> None:
    open_engine(empty_url).dispose()
    open_engine(empty_url).dispose()


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("nonsense", "not a store address"),
        ("mysql://x/y", "use sqlite or postgresql"),
        ("postgresql://u:secret@127.0.0.1:1/none", "refused"),
    ],
)
def test_a_store_that_cannot_be_opened_says_which_and_why(url: str, cause: str) -> None:
    with pytest.raises(StoreUnreachable, match=cause) as raised:
        open_engine(url)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:/u:secret@127.0.0.1/none",
        "postgresql//u:secret@127.0.0.1/none",
        "postgres ql://u:secret@127.0.0.1/none",
        "postgresql://u:secret@127.0.0.1:none/none",
        "postgresql://u:1@secret@127.0.0.1:1/none",
        "postgresql://u:1?secret@127.0.0.1:1/none",
        "postgresql://127.0.0.1:1/none?user=u&password=secret",
        "postgresql://127.0.0.1:1/none?user=u&passwrod=secret",
        "htp://u:secret@127.0.0.1/none",
        "u:secret@127.0.0.1/none",
        "sqlite://u:secret@127.0.0.1/none",
    ],
)
def test_however_an_address_is_mistyped_its_password_is_not_shown(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # some of these name a file beside us
    with pytest.raises(StoreUnreachable) as raised:
        open_engine(url)
    assert "secret" not in f"{raised.value} {raised.value.facts}"


def test_a_store_of_a_newer_version_is_refused_with_what_to_do(empty_url: str) -> None:
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreUnreachable, match="update Osusume"):
        open_engine(empty_url)
