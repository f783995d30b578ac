"""PostgreSQL: one index less for each unique text.

Django makes a second one for searches by how a text begins. Nothing here searches that way, and an
import fills all of them.
"""

from django.db import migrations

INDEXES = (
    "articles_article_path_43af543e_like",
    "articles_article_slug_cc61df93_like",
    "articles_image_url_d6dee778_like",
    "articles_provider_domain_34f3c7f0_like",
    "articles_seedfile_path_195ffee8_like",
    "articles_topic_slug_a450089a_like",
    "articles_topicredirect_slug_8ee823d8_like",
)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for index in INDEXES:
            schema_editor.execute(f"DROP INDEX IF EXISTS {index}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_filled_keys")]
    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
