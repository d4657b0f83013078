"""The database: migrations make the tables of the models, and nothing lies beside it."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from spejl.web import store
from spejl.web.store import Coding, Home, Shelf, open_store
from spejl.web.store.models import Base, State


def test_migrations_and_models_are_the_same(tmp_path: Path) -> None:
    engine = open_store(tmp_path / "x.db")
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert found == []


def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.make()
    key = Shelf(open_store(home.database), home).add("a", State.READING).key
    again = Shelf(open_store(home.database), home)
    assert [kept.key for kept in again.all()] == [key]


def test_what_a_stop_left_half_received_is_cleared(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.make()
    home.fresh(".txt").write_text("half", encoding="utf-8")
    home.make()
    assert list(home.incoming.iterdir()) == []


def test_what_is_deleted_is_overwritten_even_before_the_database_is_written_anew(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    home.make()
    shelf = Shelf(open_store(home.database), home)
    kept = shelf.add("Kvastehulen" * 500, State.READING)
    with shelf.open() as transaction:
        transaction.delete(transaction.merge(kept))
    assert all(b"Kvastehulen" not in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert not list(tmp_path.glob("*-wal"))


def test_codings_of_an_older_database_are_the_machines(tmp_path: Path) -> None:
    folder = Path(store.__file__).parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder))
    with create_engine(f"sqlite:///{tmp_path / 'x.db'}").begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for row in (
            "session (key, title, created, state) VALUES ('k', '', '2026-01-01 00:00:00', 'ready')",
            "coding (session, coder, made, data) VALUES ('k', 'm@1', '2026-01-01 00:00:00', '{}')",
        ):
            connection.execute(text(f"INSERT INTO {row}"))
    with Shelf(open_store(tmp_path / "x.db"), Home(tmp_path)).open() as transaction:
        (coding,) = transaction.query(Coding).all()
        assert coding.by_hand is False
