"""The full-text index over `Article.search_words`, and what makes it anew.

For migrations that rebuild the articles' table on SQLite: the search's triggers go with it. Any new
column or constraint of `Article` rebuilds it.
"""

from importlib import import_module

from django.db import migrations

first = import_module("articles.migrations.0003_search")

ADD = "INSERT INTO articles_search (rowid, search_words) VALUES (new.id, new.search_words);"
# Without its own copy of the words (content=''): to delete an entry, the old ones are handed over.
REMOVE = """INSERT INTO articles_search (articles_search, rowid, search_words)
    VALUES ('delete', old.id, old.search_words);"""

# Words that begin with the same two or three letters are many: an index has them together.
SQLITE = (
    """CREATE VIRTUAL TABLE articles_search USING fts5(
        search_words, content='', columnsize=0, prefix='2 3',
        tokenize='unicode61 remove_diacritics 2')""",
    f"CREATE TRIGGER articles_search_add AFTER INSERT ON articles_article BEGIN {ADD} END",
    f"CREATE TRIGGER articles_search_remove AFTER DELETE ON articles_article BEGIN {REMOVE} END",
    f"""CREATE TRIGGER articles_search_change AFTER UPDATE OF search_words ON articles_article
        WHEN old.search_words IS NOT new.search_words BEGIN {REMOVE} {ADD} END""",
    """INSERT INTO articles_search (rowid, search_words)
        SELECT id, search_words FROM articles_article""",
)
POSTGRESQL = (
    """ALTER TABLE articles_article ADD COLUMN search tsvector
        GENERATED ALWAYS AS (to_tsvector('simple', search_words)) STORED""",
    # Serves `articles.search.matching`.
    "CREATE INDEX articles_search ON articles_article USING gin (search)",
)
MAKE = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def make(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    first.drop(apps, schema_editor)  # tables, triggers and columns have kept their names


def make_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        drop(apps, schema_editor)
        (make if _has_words(schema_editor.connection) else first.make)(apps, schema_editor)


def _has_words(connection):
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "articles_article")
    return any(column.name == "search_words" for column in columns)


def with_search(*operations):
    """Return the operations, and after them, in either direction, what makes the index anew."""
    noop = migrations.RunPython.noop
    return [
        migrations.RunPython(noop, make_again),
        *operations,
        migrations.RunPython(make_again, noop),
    ]
