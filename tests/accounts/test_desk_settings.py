import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from articles.accounts import desk_settings
from articles.models import DeskSettings

pytestmark = pytest.mark.django_db


def again(user):
    return User.objects.get(pk=user.pk)


def test_whoever_chose_nothing_has_what_holds_for_everybody(alice):
    chosen = desk_settings.of(alice)
    assert (chosen.density, chosen.hides_pane, chosen.keys, chosen.keys_off) == (
        "",
        False,
        {},
        False,
    )
    assert not DeskSettings.objects.exists()


def test_one_choice_leaves_the_others(alice, bob):
    desk_settings.set_density(by=alice, density="compact", hides_pane=True)
    desk_settings.set_keys(by=alice, keys={"publish": "w"}, are_off=True)
    chosen = desk_settings.of(again(alice))
    assert (chosen.density, chosen.hides_pane) == ("compact", True)
    assert (chosen.keys, chosen.keys_off) == ({"publish": "w"}, True)
    assert desk_settings.of(again(bob)).density == ""


def test_no_other_density_gets_in(alice):
    with pytest.raises(IntegrityError):
        DeskSettings.objects.create(user=alice, density="tiny")
