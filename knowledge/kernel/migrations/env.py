"""Alembic's entry: runs on the connection that the store hands over."""

from typing import Any

import sqlalchemy as sa
from alembic import context

from knowledge.tables import Base


def _is_ours(*told: Any) -> bool:
    """Told the object, its name and kind, and what was compared: an index of names that no model declares is not."""
    _declared, _name, kind, is_in_store, model = told
    return not (kind == "table" and is_in_store and model is None)


def _types_differ(*told: Any) -> bool | None:
    """Told the context, two columns and their types: SQLite tells a double as a float."""
    *_, in_store, declared = told
    return False if isinstance(in_store, sa.Float) and isinstance(declared, sa.Float) else None


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    include_object=_is_ours,
    compare_type=_types_differ,
)
with context.begin_transaction():
    context.run_migrations()
