"""Any SQL database that SQLAlchemy reaches: a warehouse, the product's own database, another CRM."""

from knowledge.sync.source_kind import SourceKind
from knowledge.sync.sources.sql.database import Database
from knowledge.sync.sources.sql.declaration import SqlSource

KIND = SourceKind(name="sql", declaration=SqlSource, open=Database)
