"""SQLite's index of words gets one of their first two and three letters: without it, an unfinished
word that begins many others was collected from all of theirs before the first was found."""

from django.db import migrations

from articles.migrations import _search


class Migration(migrations.Migration):
    dependencies = [("articles", "0022_imports_at_once")]
    operations = [migrations.RunPython(_search.make_again, migrations.RunPython.noop)]
