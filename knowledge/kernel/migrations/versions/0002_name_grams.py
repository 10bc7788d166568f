"""index of name grams: which spellings share three letters, or one Japanese character and its neighbour"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# "^acme$" gives ^ac acm cme me$. A Japanese name is also written "^|三|井|$": single characters and neighbours,
# because three characters in a row are most of such a name and one wrong one would break them all.
_SPREAD = """(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < length({row}.normal))
    SELECT group_concat(substr({row}.normal, i, 1), '|') FROM n)"""
_FORM = (
    "'^' || {row}.normal || '$' || CASE WHEN {row}.normal GLOB '*[぀-鿿]*' "
    "THEN ' ^|' || " + _SPREAD + " || '|$' ELSE '' END"
)
_ADD = "INSERT INTO name_grams(rowid, form) VALUES (new.id, " + _FORM.format(row="new") + ");"
_DROP = "INSERT INTO name_grams(name_grams, rowid, form) VALUES ('delete', old.id, " + _FORM.format(row="old") + ");"

_SQLITE = [
    "CREATE VIRTUAL TABLE name_grams USING fts5(form, content='', tokenize='trigram case_sensitive 1', detail='none')",
    "CREATE VIRTUAL TABLE name_gram_counts USING fts5vocab(name_grams, row)",
    f"CREATE TRIGGER name_grams_add AFTER INSERT ON account_names BEGIN {_ADD} END",
    f"CREATE TRIGGER name_grams_drop AFTER DELETE ON account_names BEGIN {_DROP} END",
    f"CREATE TRIGGER name_grams_change AFTER UPDATE OF id, normal ON account_names BEGIN {_DROP} {_ADD} END",
    "INSERT INTO name_grams(rowid, form) SELECT a.id, " + _FORM.format(row="a") + " FROM account_names a",
]
_POSTGRESQL = [
    r"""
    CREATE FUNCTION name_grams(normal text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
      SELECT array_agg(substr(form, i, 3))
      FROM (VALUES ('^' || normal || '$'),
                   (CASE WHEN normal ~ '[぀-鿿]'
                         THEN '^|' || array_to_string(string_to_array(normal, NULL), '|') || '|$' ELSE '' END)
           ) AS forms(form),
           generate_series(1, length(form) - 2) AS i
    $$
    """,
    "CREATE INDEX name_grams ON account_names USING gin (name_grams(normal))",
    # How often each gram occurs is read from the planner's statistics; more of them make rare grams known.
    "ALTER INDEX name_grams ALTER COLUMN 1 SET STATISTICS 400",
]


def upgrade() -> None:
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement.replace(":", "\\:"))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in ("name_grams_add", "name_grams_drop", "name_grams_change"):
            op.execute(f"DROP TRIGGER {statement}")
        op.execute("DROP TABLE name_gram_counts")
        op.execute("DROP TABLE name_grams")
    else:
        op.execute("DROP INDEX name_grams")
        op.execute("DROP FUNCTION name_grams(text)")
