"""The SQLite database: how it is opened, and how it forgets."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, NullPool, create_engine, event

_BUSY_SECONDS = 30


def open_store(path: Path) -> Engine:
    """The database in a file, made or brought up to date by the migrations.

    What is deleted is overwritten with zeros (secure_delete). The journal is a file of its own
    that is emptied after every change: in a write-ahead log, deleted rows would live on.
    """
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=NullPool,
        connect_args={"timeout": _BUSY_SECONDS},
        # Errors are logged, and what was said must not be.
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    config = Config()
    config.set_main_option("script_location", str(files("spejl.web.store") / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return engine


def vacuum(engine: Engine) -> None:
    """Write the database anew, so that no page of it holds what was deleted."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM")


def _prepare(connection: Any, _: Any) -> None:
    for pragma in (
        "foreign_keys=ON",
        "secure_delete=ON",
        "journal_mode=TRUNCATE",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
