"""The full-text index over an article's title, excerpt and provider, kept by the database itself.

Bulk inserts, upserts and updates keep it as well as single saves do. The triggers name no table but
the articles' own, so that other tables may be rebuilt. SQLite drops a table's triggers with it: a
later migration that rebuilds `articles_article` there wraps its operations in
`_search.with_search`; the tests of the search fail where it is forgotten.
"""

from django.db import migrations

COLUMNS = ("title", "excerpt", "provider_name")

# Entities that seeds are full of stand between words: they are not words themselves.
ENTITIES = (
    "&nbsp;", "&amp;", "&quot;", "&#39;", "&#039;", "&#038;", "&#8211;", "&#8212;", "&#8216;",
    "&#8217;", "&#8220;", "&#8221;", "&#8230;", "&rsquo;", "&lsquo;", "&rdquo;", "&ldquo;",
    "&ndash;", "&mdash;", "&hellip;",
)


def words(row, column):
    """The column without entities; SQLite has no regular expressions, and most texts no entities."""
    text = f"{row}.{column}"
    clean = text
    for entity in ENTITIES:
        clean = f"replace({clean}, '{entity}', ' ')"
    return f"iif(instr({text}, '&'), {clean}, {text})"


def values(row):
    return ", ".join(words(row, column) for column in COLUMNS)


# No index of prefixes: it doubles the cost of an insert, and unfinished words are found as quickly.
# Without its own copy of the texts (content=''): to delete an entry, the old texts are handed over.
ADD = f"INSERT INTO articles_search (rowid, {', '.join(COLUMNS)}) VALUES (new.id, {values('new')});"
REMOVE = (
    f"INSERT INTO articles_search (articles_search, rowid, {', '.join(COLUMNS)}) "
    f"VALUES ('delete', old.id, {values('old')});"
)
CHANGED = " OR ".join(f"old.{column} IS NOT new.{column}" for column in COLUMNS)

SQLITE = (
    f"""CREATE VIRTUAL TABLE articles_search USING fts5(
        {", ".join(COLUMNS)}, content='', columnsize=0,
        tokenize='unicode61 remove_diacritics 2')""",
    f"CREATE TRIGGER articles_search_add AFTER INSERT ON articles_article BEGIN {ADD} END",
    f"CREATE TRIGGER articles_search_remove AFTER DELETE ON articles_article BEGIN {REMOVE} END",
    f"""CREATE TRIGGER articles_search_change AFTER UPDATE OF {", ".join(COLUMNS)}
        ON articles_article WHEN {CHANGED} BEGIN {REMOVE} {ADD} END""",
    f"""INSERT INTO articles_search (rowid, {", ".join(COLUMNS)})
        SELECT new.id, {values("new")} FROM articles_article AS new""",
)
SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS articles_search_add",
    "DROP TRIGGER IF EXISTS articles_search_remove",
    "DROP TRIGGER IF EXISTS articles_search_change",
    "DROP TABLE IF EXISTS articles_search",
)

# Words as SQLite's tokenizer sees them: PostgreSQL's own would read "GPT-5" as "gpt" and "-5", and
# "and/or" as a file. Accents are folded by decomposing them and dropping the marks.
POSTGRESQL = (
    r"""CREATE FUNCTION articles_words(text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT regexp_replace(regexp_replace(regexp_replace(
            normalize($1, NFD), U&'[\0300-\036f]+', '', 'g'),
            '&[#A-Za-z0-9]+;', ' ', 'g'),
            U&'[!-/:-@\005b-`{-~\00a0-\00bf\2000-\206f]+', ' ', 'g') $$""",
    """ALTER TABLE articles_article ADD COLUMN search tsvector GENERATED ALWAYS AS (
        to_tsvector('simple', articles_words(title || ' ' || excerpt || ' ' || provider_name))
    ) STORED""",
    # Serves `articles.search.matching`.
    "CREATE INDEX articles_search ON articles_article USING gin (search)",
)
POSTGRESQL_BACK = (
    "ALTER TABLE articles_article DROP COLUMN IF EXISTS search",
    "DROP FUNCTION IF EXISTS articles_words(text)",
)

FORWARD = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
BACK = {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}


def make(apps, schema_editor):
    for statement in FORWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_groups")]
    operations = [migrations.RunPython(make, drop)]
