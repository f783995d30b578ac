from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from articles import permissions
from tests.factories import make_user


@pytest.mark.django_db
def test_the_migration_makes_the_groups():
    """Tests with transactions of their own leave nothing of what migrations made."""
    Group.objects.all().delete()
    import_module("articles.migrations.0002_groups").make_groups(apps, None)
    groups = {
        group.name: sorted(group.permissions.values_list("codename", flat=True))
        for group in Group.objects.all()
    }
    assert groups == {name: sorted(rights) for name, rights in permissions.GROUPS.items()}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "review", "bring_in", "manage"),
    [
        ("alice", True, False, False),
        ("bob", True, True, True),
        ("charlie", False, False, False),
        ("dave", False, False, False),
    ],
)
def test_who_may_do_what(request, person, review, bring_in, manage):
    user = request.getfixturevalue(person)
    assert permissions.may_review(user) is review
    assert permissions.may_import(user) is bring_in
    assert permissions.may_manage(user) is manage


@pytest.mark.django_db
def test_a_superuser_may_do_everything():
    root = make_user("root", is_superuser=True)
    assert permissions.may_review(root)
    assert permissions.may_import(root)
    assert permissions.may_manage(root)


@pytest.mark.django_db
def test_a_disabled_superuser_may_do_nothing():
    root = make_user("root", is_superuser=True, is_active=False)
    assert not permissions.may_manage(root)
