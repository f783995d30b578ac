"""What people read is what search looks through: each article says its words, and the index follows
them.

Texts of seeds are kept as they came from now on. Those that lost characters when they were imported
get them back, or an export would take them for an editor's change.
"""

import re
from importlib import import_module

from django.db import migrations, models

from articles.migrations import _search
from articles.migrations._seeds import front_matter
from articles.search import words_of

CHUNK = 1000
ADD = "ALTER TABLE articles_article ADD COLUMN search_words text NOT NULL DEFAULT ''"
REMOVE = "ALTER TABLE articles_article DROP COLUMN search_words"

# What imports used to take out of titles and excerpts.
INVISIBLE = re.compile(
    "[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
SHAPED = r"[^\x00-\x7f\s\u200c\u200d]"
STRAY_JOINER = re.compile(rf"(?<!{SHAPED})[\u200c\u200d]|[\u200c\u200d](?!{SHAPED})")
# A seed that may hold some of it, perhaps escaped.
MAY_HOLD = re.compile(
    r"[\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    r"|\\[uU]"
)


def chunks(rows, *columns):
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", *columns)[:CHUNK]):
        yield chunk
        last = chunk[-1][0]


def give_back(apps, schema_editor):
    seeds = apps.get_model("articles", "SeedFile").objects
    for chunk in chunks(seeds.filter(kind="article", article__isnull=False), "article", "text"):
        for _, article, text in chunk:
            if MAY_HOLD.search(text):
                give_back_of(apps, article, text)


def give_back_of(apps, article, text):
    theirs = front_matter(text)
    articles = apps.get_model("articles", "Article").objects.filter(pk=article)
    links = apps.get_model("articles", "RelatedLink").objects.filter(article=article)
    restore(articles, theirs)
    for entry in theirs.get("related") or ():
        restore(links.filter(url=entry.get("webUrl", "").strip()), entry)


def restore(rows, theirs):
    for field in ("title", "excerpt"):
        text = theirs.get(field, "")
        lost = STRAY_JOINER.sub("", INVISIBLE.sub("", text))
        if lost != text:
            rows.filter(**{field: lost}).update(**{field: text})


def fill(apps, schema_editor):
    articles = apps.get_model("articles", "Article").objects
    for chunk in chunks(articles, "title", "excerpt", "provider_name"):
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE articles_article SET search_words = %s WHERE id = %s",
                [(words_of(*texts), pk) for pk, *texts in chunk],
            )


def make_first(apps, schema_editor):
    _search.first.make(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        quicker = import_module("articles.migrations.0009_postgresql_texts")
        schema_editor.execute(quicker.WORDS, params=None)


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_topic_names")]
    operations = [
        migrations.RunPython(_search.drop, make_first),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    "article",
                    "search_words",
                    models.TextField(blank=True, default="", editable=False),
                )
            ],
            # Not Django's way, which would copy SQLite's whole table.
            database_operations=[migrations.RunSQL(ADD, REMOVE)],
        ),
        migrations.RunPython(give_back, migrations.RunPython.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(_search.make, _search.drop),
    ]
