"""Topics and providers in the admin site."""

import pytest

from articles.actions import topics as actions
from articles.models import Event, Provider, Topic, TopicRedirect
from tests.admin.pages import address, errors_of, form_of
from tests.factories import make_provider, make_topic

pytestmark = pytest.mark.django_db

LIST = address(Topic, "changelist")


def send(client, row, **fields):
    page = address(type(row), "change", row.pk)
    return client.post(page, {**form_of(client.get(page)), **fields})


def test_the_list_is_a_tree(as_bob):
    second, first = make_topic(name="B", order=2), make_topic(name="A", order=1)
    make_topic(name="B1", parent=second)
    below = make_topic(name="A1", parent=first)
    make_topic(name="A1x", parent=below)
    rows = as_bob.get(LIST).context["cl"].result_list
    assert [(topic.name, topic.depth) for topic in rows] == [
        ("A", 0),
        ("A1", 1),
        ("A1x", 2),
        ("B", 0),
        ("B1", 1),
    ]


def test_an_empty_list(as_bob):
    assert as_bob.get(LIST).status_code == 200


def test_add(as_bob, bob):
    form = {"name": "Grid & cables", "order": 5, "keywords": "one\ntwo"}
    response = as_bob.post(address(Topic, "add"), form)
    topic = Topic.objects.get()
    assert response.status_code == 302
    assert (topic.slug, topic.order, topic.keywords) == ("grid-and-cables", 5, ["one", "two"])
    assert Event.objects.get().actor == bob


def test_accept(as_bob):
    new, old = make_topic(name="New", accepted=False), make_topic(name="Old")
    waiting = as_bob.get(LIST, {"accepted__exact": 0}).context["cl"].result_list
    assert list(waiting) == [new]
    chosen = {"action": "accept_chosen", "_selected_action": [new.pk, old.pk]}
    assert "Accepted 1 topic." in as_bob.post(LIST, chosen, follow=True).text
    assert Topic.objects.get(pk=new.pk).accepted


def test_the_form_accepts_and_takes_back(as_bob):
    topic = make_topic(accepted=False)
    for accepted in (True, False):
        send(as_bob, topic, **({"accepted": "on"} if accepted else {"accepted": ""}))
        topic.refresh_from_db()
        assert topic.accepted == accepted


def test_names_beside_others(as_bob):
    for name, slug in (("D#", "dsharp"), ("D++", "dpp")):
        make_topic(name=name, slug=slug)
    for name, slug in (("D", "d"), ("🎲", "game-die"), ("D.", "d-2")):
        as_bob.post(address(Topic, "add"), {"name": name, "order": 5})
        assert Topic.objects.get(name=name).slug == slug
    for name in ("d#", "D ++", "caf\u00e9 noir", "cafe\u0301 noir"):
        response = as_bob.post(address(Topic, "add"), {"name": name, "order": 5})
    assert "There is a topic “café noir” already" in errors_of(response)
    assert list(Topic.objects.order_by("pk").values_list("name", flat=True))[5:] == [
        "D ++",
        "café noir",
    ]


def test_an_unchanged_form_changes_nothing(as_bob):
    topic = make_topic(parent=make_topic(), keywords=["one"])
    assert send(as_bob, topic).status_code == 302
    assert not Event.objects.exists()


def test_edit(as_bob):
    topic = make_topic(slug="old")
    send(as_bob, topic, name="New", slug="new", keywords="a\n\n b ")
    topic.refresh_from_db()
    assert (topic.name, topic.slug, topic.keywords, topic.version) == ("New", "new", ["a", "b"], 2)
    assert TopicRedirect.objects.get().slug == "old"


def test_former_addresses_are_shown(as_bob):
    topic = make_topic()
    page = address(Topic, "change", topic.pk)
    assert "ormer addresses" not in as_bob.get(page).text
    TopicRedirect.objects.create(slug="what-it-was", topic=topic)
    assert "what-it-was" in as_bob.get(page).text


def test_move(as_bob):
    topic, parent = make_topic(), make_topic()
    send(as_bob, topic, parent=parent.pk)
    assert Topic.objects.get(pk=topic.pk).parent == parent


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, "required"),
        ({"name": "TAKEN"}, "There is a topic “TAKEN” already"),
        ({"slug": "taken"}, "belongs to another topic"),
        ({"slug": "index"}, "one of the site&#x27;s own"),
        ({"aliases": "Yours"}, "There is a topic “Yours” already"),
        ({"name": "Theirs"}, "is an alias of the topic “Yours”"),
        ({"order": "-1"}, "greater than or equal to 0"),
        ({"name": "x" * 101}, "at most 100 characters"),
    ],
)
def test_what_cannot_be_saved(as_bob, fields, message):
    make_topic(name="Taken", slug="taken")
    make_topic(name="Yours", aliases=["Theirs"])
    topic = make_topic(name="Mine")
    assert message in errors_of(send(as_bob, topic, **fields))
    topic.refresh_from_db()
    assert topic.version == 1


def test_no_cycle(as_bob):
    top = make_topic()
    below = make_topic(parent=top)
    assert "part of itself" in errors_of(send(as_bob, top, parent=below.pk))


def test_a_stale_form_is_refused(as_bob, bob):
    topic = make_topic(name="Old")
    page = address(Topic, "change", topic.pk)
    form = form_of(as_bob.get(page))
    actions.change(topic=topic, by=bob, version=1, action="edit", to={"order": 3})
    response = as_bob.post(page, {**form, "name": "Mine"})
    assert "changed by somebody else" in errors_of(response)
    assert Topic.objects.get().name == "Old"


def test_history(as_bob, bob):
    topic = actions.create(by=bob, name="Grid").row
    page = as_bob.get(address(Topic, "history", topic.pk)).content.decode()
    assert "Bob created it" in page


def test_a_provider(as_bob):
    provider = make_provider(name="Old", aliases=["A"])
    send(as_bob, provider, name="New", domain="WWW.new.example", aliases="A\nB")
    provider.refresh_from_db()
    assert (provider.name, provider.domain) == ("New", "new.example")
    assert provider.aliases == ["A", "B", "Old"]


def test_an_unchanged_provider(as_bob):
    provider = make_provider(aliases=["A"])
    assert send(as_bob, provider).status_code == 302
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, "required"),
        ({"domain": "taken.example"}, "belongs to another provider"),
        ({"domain": "no domain"}, "must look like example.com"),
        ({"seen": "7"}, "changed by somebody else"),
    ],
)
def test_a_provider_that_cannot_be_saved(as_bob, fields, message):
    make_provider(domain="taken.example")
    provider = make_provider()
    assert message in errors_of(send(as_bob, provider, **{"name": "New", **fields}))
    assert Provider.objects.get(pk=provider.pk).version == 1


@pytest.mark.parametrize("person", ["as_alice", "as_charlie", "client"])
def test_others_change_nothing(request, person):
    topic, provider = make_topic(name="Old"), make_provider(name="Old")
    client = request.getfixturevalue(person)
    for row in (topic, provider):
        client.post(address(type(row), "change", row.pk), {"name": "New", "seen": 1})
        row.refresh_from_db()
        assert row.name == "Old"
    client.post(address(Topic, "add"), {"name": "New", "order": 1})
    assert Topic.objects.count() == 1


def test_a_threshold_of_its_own(as_bob, bob):
    science = make_topic(name="Science", threshold=60)
    physics = make_topic(name="Physics", parent=science)
    assert "60, from Science" in as_bob.get(address(Topic, "change", physics.pk)).text
    assert "60, its own" in as_bob.get(address(Topic, "change", science.pk)).text
    send(as_bob, physics, threshold="45")
    assert Topic.objects.get(pk=physics.pk).threshold == 45
    assert Event.objects.get().actor == bob
    send(as_bob, Topic.objects.get(pk=physics.pk), threshold="")
    assert Topic.objects.get(pk=physics.pk).threshold is None


def test_without_one_the_sites_holds(as_bob, settings):
    settings.QUALITY_THRESHOLD = 75
    page = as_bob.get(address(Topic, "change", make_topic().pk)).text
    assert "75, the site&#x27;s" in page


@pytest.mark.parametrize("typed", ["-1", "101", "high"])
def test_what_is_no_threshold(as_bob, typed):
    topic = make_topic(threshold=60)
    response = send(as_bob, topic, threshold=typed)
    assert "threshold" in errors_of(response)
    assert Topic.objects.get().threshold == 60
