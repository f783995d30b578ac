"""Foreign keys that most rows leave empty are indexed where they are not.

Only the indexes change, so nothing is altered in the tables: SQLite would copy each of them whole,
and lose the triggers of the search on the way.
"""

from django.conf import settings
from django.db import migrations, models
from django.db.models import CASCADE, SET_NULL, Q

USER = settings.AUTH_USER_MODEL
# Model, field, what it refers to, what follows when that goes, by which name it is called there,
# and the end of its index's name.
KEYS = (
    ("article", "decided_by", USER, SET_NULL, "decisions", "4d921404"),
    ("article", "folded_into", "articles.article", SET_NULL, "folded", "85a0e8fe"),
    ("event", "actor", USER, SET_NULL, None, "52d6d948"),
    ("event", "provider", "articles.provider", CASCADE, "events", "89ccdc21"),
    ("event", "topic", "articles.topic", CASCADE, "events", "068ca27c"),
    ("relatedlink", "target", "articles.article", SET_NULL, "linked_from", "dcd7e9fd"),
    ("seedfile", "provider", "articles.provider", CASCADE, None, "397c7b1c"),
    ("seedfile", "topic", "articles.topic", CASCADE, None, "84519bec"),
)


def unindexed(model, field, to, on_delete, related_name, mark):
    named = {"related_name": related_name} if related_name else {}
    key = models.ForeignKey(to, on_delete, null=True, blank=True, db_index=False, **named)
    table, column = f"articles_{model}", f"{field}_id"
    index = f"{table}_{column}_{mark}"
    return migrations.SeparateDatabaseAndState(
        state_operations=[migrations.AlterField(model, field, key)],
        database_operations=[
            migrations.RunSQL(
                f"DROP INDEX IF EXISTS {index}", f"CREATE INDEX {index} ON {table} ({column})"
            )
        ],
    )


def filled(model, field):
    condition = Q(**{f"{field}__isnull": False})
    return migrations.AddIndex(
        model, models.Index(fields=[field], condition=condition, name=f"{model}_{field}")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_postgresql_texts"),
        migrations.swappable_dependency(USER),
    ]
    operations = [
        *(unindexed(*key) for key in KEYS),
        *(filled(model, field) for model, field, *_ in KEYS),
    ]
