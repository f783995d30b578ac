"""Topics are known by name: the names that they had before become aliases. All are accepted."""

import re
import unicodedata

from django.db import migrations, models

COLOURED = re.compile("[\ufe0e\ufe0f]")


def composed(name):
    return unicodedata.normalize("NFC", " ".join(name.split()))


def name_key(name):
    """Return what two spellings of one name have in common."""
    return composed(COLOURED.sub("", composed(name).lower()))


def keep_old_names(apps, schema_editor):
    """Seeds go on using the old name of a renamed topic, which its address led to until now."""
    topics = {topic.pk: topic for topic in apps.get_model("articles", "Topic").objects.all()}
    taken = {name_key(topic.name) for topic in topics.values()}
    events = apps.get_model("articles", "Event").objects
    renames = events.filter(topic__isnull=False, before__has_key="name").order_by("-pk")
    for pk, before in renames.values_list("topic_id", "before"):
        name, topic = before["name"], topics[pk]
        if name_key(name) not in taken:
            taken.add(name_key(name))
            topic.aliases.append(name)
            topic.save(update_fields=["aliases"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_address_identity")]
    operations = [
        migrations.AddField("topic", "accepted", models.BooleanField(default=True)),
        migrations.AddField("topic", "aliases", models.JSONField(blank=True, default=list)),
        migrations.RunPython(keep_old_names, migrations.RunPython.noop),
    ]
