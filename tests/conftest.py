"""What every test may ask for: a real store on SQLite, and on PostgreSQL where TEST_POSTGRES_URL names one."""

from __future__ import annotations

import fnmatch
import gc
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from knowledge.demo import DEMO_DAY, build_demo
from knowledge.kernel.database import open_engine
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import open_knowledge
from knowledge.offers.queries.offer_scores import make_offers
from tests.firms.firm import FOLDER as FIRMS_FOLDER
from tests.firms.firm import ImportedFirm, import_folder, open_imported
from tests.ready_stores import PostgresShelf, SqliteTemplate
from tests.shared_statements import SharedStatements

CHECKOUT = Path(__file__).parents[1]
POSTGRES = os.environ.get("TEST_POSTGRES_URL")


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end; looking through it for garbage took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def list_own(checkout: Path) -> set[str]:
    """What lies at the top of a checkout, but for what ``.gitignore`` names: tests start there and may leave files."""
    lines = (checkout / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored = [line.rstrip("/") for line in lines]
    names = {path.name for path in checkout.iterdir()}
    return {name for name in names if not any(fnmatch.fnmatch(name, each) for each in ignored)}


@pytest.fixture(scope="session", autouse=True)
def clean_checkout() -> Iterator[None]:
    """No test leaves anything in the folder that tests are started in."""
    before = list_own(CHECKOUT)
    yield
    left = list_own(CHECKOUT) - before
    assert not left, f"a test left this in the folder it was started in: {sorted(left)}"


@pytest.fixture(scope="session", autouse=True)
def shared_statements() -> Iterator[None]:
    """A statement is compiled once for all tests; compiling took a fifth of the time of a dialogue."""
    with pytest.MonkeyPatch.context() as patch:
        options = {"compiled_cache": SharedStatements()}
        patch.setattr("knowledge.kernel.database.create_engine", partial(create_engine, execution_options=options))
        yield


@pytest.fixture(scope="session")
def postgres_shelf() -> Iterator[PostgresShelf]:
    """Where stores on PostgreSQL are taken from."""
    if not POSTGRES:
        pytest.skip("PostgreSQL not tried: set TEST_POSTGRES_URL=postgresql://root@127.0.0.1/test")
    shelf = PostgresShelf(POSTGRES)
    yield shelf
    shelf.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    """Where stores on SQLite are copied from."""
    return SqliteTemplate(tmp_path_factory.mktemp("ready"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A place where no store is yet, once on each database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    with request.getfixturevalue("postgres_shelf").lend_empty() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A store with tables and without rows, once on each database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_template").copy_to(tmp_path / "store.db")
        return
    with request.getfixturevalue("postgres_shelf").lend() as url:
        yield url


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    """The same, opened."""
    engine = open_engine(store_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_url(sqlite_template: SqliteTemplate, tmp_path: Path) -> str:
    """A store with tables and without rows on SQLite only, for what does not depend on the database."""
    return sqlite_template.copy_to(tmp_path / "store.db")


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    """The same, opened."""
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


@pytest.fixture
def imported(
    request: pytest.FixtureRequest, store_url: str, tmp_path: Path
) -> Iterator[Callable[[Path], ImportedFirm]]:
    """``imported(folder)``: the firm whose files lie there, in the store of each database."""
    opened: list[ImportedFirm] = []

    def open_one(folder: Path) -> ImportedFirm:
        if opened:  # what is there stays
            opened.append(import_folder(folder, store_url, tmp_path / "rejects"))
        else:
            ready = request.getfixturevalue("sqlite_template" if store_url.startswith("sqlite") else "postgres_shelf")
            ready.fill(store_url, folder, tmp_path / "rejects")
            opened.append(open_imported(store_url))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def open_firm(imported: Callable[[Path], ImportedFirm]) -> Callable[[str], ImportedFirm]:
    """``open_firm("orders_only")``: one of the small firms of ``tests/firms``."""
    return lambda name: imported(FIRMS_FOLDER / name)


@pytest.fixture
def written_firm(imported: Callable[[Path], ImportedFirm], tmp_path: Path) -> Callable[[dict[str, str]], ImportedFirm]:
    """``written_firm({"accounts.csv": ..., ...})``: a firm written in the test itself."""

    def open_one(files: dict[str, str]) -> ImportedFirm:
        folder = tmp_path / "written"
        folder.mkdir(exist_ok=True)
        for name, rows in files.items():
            (folder / name).write_text(rows.strip() + "\n", encoding="utf-8")
        return imported(folder)

    return open_one


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company in a file, with what the first question leaves behind. Copy it; nobody writes here."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    knowledge = open_knowledge(f"sqlite:///{path}", trusts_operator=True)
    build_demo(knowledge.engine)
    with knowledge.access(OPERATOR.key, as_of=DEMO_DAY) as access:
        make_offers(access)
    knowledge.engine.dispose()
    return path
