"""Writes the migration that brings a store of the last version to the tables as they are declared now.

    make migration SAYS="how a ticket came in"

Read it before you commit it: what cannot be told from two sets of tables (a renamed column, old rows) is for a person.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from knowledge.kernel import migrations
from knowledge.kernel.database import newest_version, open_engine


def write_migration(says: str) -> Path:
    """The file of the new revision, numbered after the newest."""
    (folder,) = migrations.__path__
    number = f"{int(newest_version()) + 1:04}"
    config = Config()
    config.set_main_option("script_location", folder)
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    with tempfile.TemporaryDirectory() as temporary:
        engine = open_engine(f"sqlite:///{temporary}/store.db")
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.revision(config, message=says, autogenerate=True, rev_id=number)
        engine.dispose()
    (written,) = (Path(folder) / "versions").glob(f"{number}_*.py")
    return written


if __name__ == "__main__":
    print(write_migration(" ".join(sys.argv[1:]) or sys.exit('say what it changes: make migration SAYS="…"')))
