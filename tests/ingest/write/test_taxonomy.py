"""Topic and provider files."""

import pytest

from articles.models import Article, ArticleTopic, Provider, SeedFile, Topic, TopicRedirect
from tests.factories import make_article, make_topic
from tests.ingest.batches import bring_in, counted, errors, provider, seed, topic, write

pytestmark = pytest.mark.django_db
FERRIES = "_data/topics/05-ferries.yaml"
HARBOUR = "_data/organizations/harbour.example.md"


@pytest.fixture
def again(tmp_path):
    """Import one registry file, or several."""

    def again(data, path=FERRIES, **more):
        return bring_in(write(tmp_path / "site", {path: data, **more}))

    return again


def test_a_topic_file_makes_a_topic(again):
    report = again(topic("ferries", "Ferries", "Transport", shortname="Boats", keywords="[a, b]"))
    ferries = Topic.objects.get(slug="ferries")
    assert counted(report) == {"new": 1}
    assert (ferries.label, ferries.order, ferries.keywords) == ("Boats", 5, ["a", "b"])
    assert ferries.parent.slug == "transport"


def test_a_topic_without_a_number_comes_last(again):
    again(topic("ferries", "Ferries"), "_data/topics/ferries.yaml")
    assert Topic.objects.get().order == 1000


def test_a_parent_may_arrive_later(again):
    again(topic("ferries", "Ferries", "Transport"))
    report = again(
        topic("transport", "Transport", description="Getting there."),
        "_data/topics/01-transport.yaml",
    )
    transport = Topic.objects.get(slug="transport")
    assert counted(report) == {"new": 1, "unchanged": 1}
    assert (transport.order, transport.description) == (1, "Getting there.")
    assert Topic.objects.count() == 2


@pytest.mark.parametrize("parent", ["Ferries", "FERRIES", "ferries"])
def test_a_new_topic_cannot_be_its_own_parent(again, parent):
    report = again(topic("ferries", "Ferries", parent))
    assert "cannot be part of itself" in errors(report)[FERRIES]
    assert not Topic.objects.exists()


def test_a_parent_that_arrives_with_another_id(again):
    again(topic("ferries", "Ferries", "Getting there"))
    again(topic("transport", "Getting there"), "_data/topics/01-transport.yaml")
    assert Topic.objects.get(slug="ferries").parent.slug == "transport"
    assert TopicRedirect.objects.get().slug == "getting-there"


def test_a_topic_file_follows(again):
    again(topic("ferries", "Ferries"))
    assert counted(again(topic("ferries", "Ferries", description="Boats."))) == {"content": 1}
    assert Topic.objects.get().description == "Boats."
    assert Topic.objects.get().version == 2


def test_a_topic_that_an_admin_edited_stays(again):
    again(topic("ferries", "Ferries", description="One."))
    Topic.objects.update(description="Ours.", name="Our ferries")
    report = again(topic("ferries", "Ferries", "Transport", description="Two."))
    ferries = Topic.objects.get(slug="ferries")
    assert counted(report) == {"conflict": 1}
    assert (ferries.description, ferries.name) == ("Ours.", "Our ferries")
    assert ferries.parent.name == "Transport"
    assert report.files[0].message == "ours kept for description"


def test_a_topic_file_under_another_number_is_the_same_topic(again, tmp_path):
    again(topic("ferries", "Ferries", description="One."))
    (tmp_path / "site" / FERRIES).unlink()
    Topic.objects.update(description="Ours.")
    path = "_data/topics/07-ferries.yaml"
    assert counted(again(topic("ferries", "Ferries", description="One."), path))["content"] == 1
    assert (Topic.objects.get().order, Topic.objects.get().description) == (7, "Ours.")
    assert dict(SeedFile.objects.values_list("path", "current")) == {FERRIES: False, path: True}


def test_a_file_that_changes_its_id_leads_readers_on(again):
    again(topic("ferries", "Ferries"))
    again(topic("boats", "Boats"))
    assert Topic.objects.get().slug == "boats"
    assert TopicRedirect.objects.get().slug == "ferries"


def test_a_renamed_topic_beside_the_old_one(again):
    again(topic("ferries", "Ferries"))
    again(topic("boats", "Boats"), "_data/topics/06-boats.yaml")
    assert Topic.objects.count() == 2


@pytest.mark.parametrize(
    ("first", "second"), [(("a", "Same"), ("b", "Same")), (("a", "One"), ("b", "one"))]
)
def test_two_files_with_one_name(again, first, second):
    again(topic(*first))
    report = again(topic(*second), "_data/topics/06-b.yaml")
    assert f'{FERRIES} has the name "{first[1]}"' in errors(report)["_data/topics/06-b.yaml"]
    assert Topic.objects.get().slug == "a"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (topic("ferries", "Energy"), 'the topic "energy" has the name "Energy"'),
        (topic("energy", "Ferries"), 'the topic "Energy" has the _id "energy"'),
    ],
)
def test_a_file_that_takes_what_another_topic_has(again, data, message):
    again(topic("ferries", "Ferries"))
    make_topic(slug="energy", name="Energy")
    assert message in errors(again(data))[FERRIES]
    assert Topic.objects.filter(slug="ferries", name="Ferries").exists()


@pytest.mark.parametrize("parent", ["Ferries", "Small ferries"])
def test_a_circle_of_parents_is_refused(again, parent):
    again(topic("ferries", "Ferries"))
    again(topic("small-ferries", "Small ferries", "Ferries"), "_data/topics/06-small.yaml")
    report = again(topic("ferries", "Ferries", parent))
    assert "a topic cannot be part of itself" in errors(report)[FERRIES]
    assert Topic.objects.get(slug="ferries").parent is None


def test_a_refused_topic_leaves_no_trace(again):
    """Not even in the memory of the import: an article that lists it makes it anew."""
    files = {"_news/a.md": seed(topics=("Ferries",))}
    report = again(topic("ferries", "Ferries", "Ferries"), **files)
    assert counted(report) == {"error": 1, "new": 1}
    assert Article.objects.get().listed_topics == [Topic.objects.get()]
    assert Article.objects.get().batch == report.batch


def test_a_broken_file_before_the_first_article(again):
    report = again(b"nonsense", **{"_news/a.md": seed()})
    assert counted(report) == {"error": 1, "new": 1}
    assert Article.objects.get().batch == report.batch


def test_a_broken_file_alone_leaves_no_batch(again):
    assert again(b"nonsense").batch is None


def test_a_parent_that_changes_refiles_articles_below(again):
    again(
        topic("ferries", "Ferries", "Boats"),
        **{
            "_data/topics/06-boats.yaml": topic("boats", "Boats", "Transport"),
            "_news/a.md": seed(topics=("Ferries",)),
        },
    )
    report = again(topic("boats", "Boats", "Leisure"), "_data/topics/06-boats.yaml")
    assert counted(report)["content"] == 1
    names = ArticleTopic.objects.values_list("topic__name", "position")
    assert set(names) == {("Ferries", 0), ("Boats", None), ("Leisure", None)}


def test_a_topic_gets_its_picture(again):
    again(topic("ferries", "Ferries", images="[/assets/images/topics/f.jpg]"))
    assert Topic.objects.get().picture.url == "/assets/images/topics/f.jpg"


def test_a_topic_file_given_alone(tmp_path):
    write(tmp_path, {"05-ferries.yaml": topic("ferries", "Ferries")})
    assert counted(bring_in(tmp_path / "05-ferries.yaml")) == {"new": 1}
    assert Topic.objects.get().slug == "ferries"


def test_a_provider_file_makes_a_provider(again):
    again(provider("www.Harbour.example", "The Harbour", "/assets/images/h.png"), HARBOUR)
    harbour = Provider.objects.get()
    assert (harbour.domain, harbour.name) == ("harbour.example", "The Harbour")
    assert harbour.logo.url == "/assets/images/h.png"


def test_a_provider_that_was_only_mentioned_is_completed(again):
    article = make_article()
    domain = article.provider.domain
    again(provider(domain, "The Harbour"), HARBOUR)
    mentioned = Provider.objects.get()
    assert (mentioned.name, mentioned.version) == ("The Harbour", 2)


def test_a_renamed_provider_keeps_its_old_name_as_an_alias(again):
    again(provider("harbour.example", "Harbour"), HARBOUR)
    again(provider("harbour.example", "The Harbour"), HARBOUR)
    harbour = Provider.objects.get()
    assert (harbour.name, harbour.aliases) == ("The Harbour", ["Harbour"])


def test_a_provider_that_an_admin_edited_stays(again):
    again(provider("harbour.example", "Harbour"), HARBOUR)
    Provider.objects.update(name="Ours")
    assert counted(again(provider("harbour.example", "Theirs"), HARBOUR)) == {"conflict": 1}
    assert Provider.objects.get().name == "Ours"


def test_a_registry_file_that_cannot_be_stored_stops_no_other(again, monkeypatch):
    monkeypatch.setattr("articles.ingest.write.taxonomy.UNORDERED", -1)
    report = again(
        topic("a", "A"), "_data/topics/a.yaml", **{"_data/topics/01-b.yaml": topic("b", "B")}
    )
    assert counted(report) == {"new": 1, "error": 1}
    assert "could not be stored" in errors(report)["_data/topics/a.yaml"]
