"""Topics of databases from before names were what they are known by."""

from importlib import import_module

import pytest
from django.apps import apps

from articles.models import Event, Topic
from tests.factories import NOON, make_topic

pytestmark = pytest.mark.django_db
migration = import_module("articles.migrations.0014_topic_names")


def renamed(topic, *names):
    for name in names:
        Event.objects.create(
            topic=topic, action="edit", at=NOON, before={"name": name}, after={"name": "later"}
        )


def test_names_from_before_a_rename_become_aliases():
    boats, ferries = make_topic(name="Boats"), make_topic(name="Ferries")
    renamed(boats, "Ships", "FERRIES", "ships", "Tugs")
    renamed(ferries, "Tugs")
    Event.objects.create(topic=boats, action="edit", at=NOON, before={"order": 1}, after={})
    migration.keep_old_names(apps, None)
    assert Topic.objects.get(pk=boats.pk).aliases == ["ships"]
    assert Topic.objects.get(pk=ferries.pk).aliases == ["Tugs"]
    assert Topic.objects.get(pk=ferries.pk).accepted
