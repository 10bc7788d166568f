"""The customer store: all SQL of the product, on SQLite and PostgreSQL."""
