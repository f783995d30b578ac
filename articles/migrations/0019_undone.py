"""An act is undone: one word for it."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_state_by")]

    operations = [migrations.RenameField("event", "taken_back", "undone")]
