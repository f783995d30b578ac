import pytest
from django.contrib.auth.models import Permission, User

from articles.accounts.backend import Backend
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def permissions(user):
    return Backend().get_all_permissions(Backend().get_user(user.pk))


def test_knows_what_groups_and_what_the_user_alone_may(alice, charlie):
    charlie.user_permissions.add(Permission.objects.get(codename="import_seeds"))
    assert permissions(alice) == {"articles.review_article"}
    assert permissions(charlie) == {"articles.import_seeds"}


def test_who_is_above_all_may_do_all():
    root = make_user("root", is_superuser=True)
    assert permissions(root) >= {"articles.manage_site", "auth.delete_user"}


def test_who_is_disabled_is_nobody(dave):
    assert Backend().get_user(dave.pk) is None
    assert Backend().get_all_permissions(dave) == set()


def test_rights_on_one_thing_alone_are_not_given(alice):
    assert Backend().get_all_permissions(alice, alice) == set()


def test_asks_once_for_the_user_and_their_rights(alice, django_assert_num_queries):
    with django_assert_num_queries(1):
        user = Backend().get_user(alice.pk)
        assert user.has_perm("articles.review_article")
        assert not user.has_perm("articles.manage_site")
        assert not hasattr(user, "desk_settings")


def test_nobody_is_behind_an_unknown_key(db):
    assert Backend().get_user(User.objects.count() + 999) is None
