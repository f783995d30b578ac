"""For migrations that rebuild the articles' table on SQLite: the search's triggers go with it.

Any new column or constraint of `Article` rebuilds it.
"""

from importlib import import_module

from django.db import migrations

first = import_module("articles.migrations.0003_search")


def make_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        first.drop(apps, schema_editor)
        first.make(apps, schema_editor)


def with_search(*operations):
    """Return the operations, and after them, in either direction, what makes the index anew."""
    noop = migrations.RunPython.noop
    return [
        migrations.RunPython(noop, make_again),
        *operations,
        migrations.RunPython(make_again, noop),
    ]
