"""Search looks through words without the marks that people leave out, and without what nobody sees:
articles whose words read otherwise since say them anew."""

from importlib import import_module

from django.db import migrations

from articles.search import words_of

before = import_module("articles.migrations.0015_search_words")
TEXTS = ("title", "excerpt", "provider_name")
SET = "UPDATE articles_article SET search_words = %s WHERE id = %s"


def fill(apps, schema_editor):
    articles = apps.get_model("articles", "Article").objects
    for chunk in before.chunks(articles, "search_words", *TEXTS):
        spelled = [(pk, old, words_of(*texts)) for pk, old, *texts in chunk if may_differ(texts)]
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(SET, [(words, pk) for pk, old, words in spelled if words != old])


def may_differ(texts):
    return any(not text.isascii() or "&" in text for text in texts)


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_undone")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
