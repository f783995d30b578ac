"""The groups that `articles.permissions` names, with what their members may do."""

from django.db import migrations

NAMES = {
    "review_article": "May review: score, publish, reject, edit, link",
    "import_seeds": "May import batches of seeds",
    "manage_site": "May manage topics, providers and people",
}
GROUPS = {
    "editors": ["review_article"],
    "admins": ["review_article", "import_seeds", "manage_site"],
}


def make_groups(apps, schema_editor):
    """Django makes permissions after all migrations have run, so these are made here."""
    content_type = apps.get_model("contenttypes", "ContentType")
    permission = apps.get_model("auth", "Permission")
    group = apps.get_model("auth", "Group")
    article, _ = content_type.objects.get_or_create(app_label="articles", model="article")
    for name, codenames in GROUPS.items():
        row, _ = group.objects.get_or_create(name=name)
        for codename in codenames:
            allowed, _ = permission.objects.get_or_create(
                content_type=article, codename=codename, defaults={"name": NAMES[codename]}
            )
            row.permissions.add(allowed)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
