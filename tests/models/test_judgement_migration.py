"""What is here already waits to be indexed, and the tables come and go."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from articles.judgement import indexing
from articles.models import Indexed, Posting
from tests.judgement.news import QUARRY, near

pytestmark = pytest.mark.django_db

migration = import_module("articles.migrations.0033_judgement")


def test_the_tables_can_be_made_anew():
    near(QUARRY)
    indexing.index_all()
    connection.check_constraints()  # PostgreSQL drops no table that some are left for
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        migration.drop(apps, editor)
        migration.make(apps, editor)
    assert not Posting.objects.exists()
    assert not Indexed.objects.exists()
    indexing.note([article.pk for article in [near(QUARRY, 1)]])
    indexing.index_all()
    assert Posting.objects.count() == 4
