"""Topic and provider files that have to do with each other, whichever comes first."""

import pytest

from articles.models import Article, Provider, SeedFile, Topic
from tests.ingest.batches import bring_in, counted, errors, provider, seed, tarred, topic, write

pytestmark = pytest.mark.django_db

BAY, SEA = "_data/topics/1-bay.yaml", "_data/topics/2-sea.yaml"
PIER, QUAY = "_data/organizations/pier.md", "_data/organizations/quay.md"


@pytest.fixture
def again(tmp_path):
    """Import these files of one site, beside those before."""

    def again(data, path, **more):
        return bring_in(write(tmp_path / "site", {path: data, **more}))

    return again


def tree():
    return {topic.name: topic.parent and topic.parent.name for topic in Topic.objects.all()}


def test_a_parent_is_renamed_after_its_child(again):
    again(topic("bay", "Bay", "Sea"), BAY, **{SEA: topic("sea", "Sea")})
    report = again(topic("bay", "Bay", "Ocean"), BAY, **{SEA: topic("sea", "Ocean")})
    assert (errors(report), tree()) == ({}, {"Bay": "Ocean", "Ocean": None})
    assert Topic.objects.get(name="Ocean").slug == "sea"


def test_also_where_it_comes_in_a_later_part_of_the_stream(tmp_path):
    before = {BAY: topic("bay", "Bay", "Sea"), SEA: topic("sea", "Sea")}
    between = {f"_data/topics/1-more-{n:03}.yaml": topic(f"m{n}", f"More {n}") for n in range(110)}
    bring_in(tarred(tmp_path / "before.tar.gz", before))
    now = {BAY: topic("bay", "Bay", "Ocean"), **between, SEA: topic("sea", "Ocean")}
    promised = bring_in(tarred(tmp_path / "now.tar.gz", now), dry_run=True)
    report = bring_in(tmp_path / "now.tar.gz")
    assert counted(report) == counted(promised) == {"new": 110, "content": 1, "unchanged": 1}
    assert tree()["Bay"] == "Ocean"


def test_a_parent_without_a_file_is_made_of_its_name(tmp_path):
    bring_in(write(tmp_path, {BAY: topic("bay", "Bay", "Sea"), "_news/a.md": seed()}))
    assert tree() == {"Bay": "Sea", "Sea": None, "Transport": None}


def test_an_id_that_another_gives_up_in_the_same_batch(again):
    again(topic("bay", "Bay"), BAY, **{SEA: topic("sea", "Sea")})
    report = again(topic("sea", "Bay"), BAY, **{SEA: topic("ocean", "Sea")})
    assert errors(report) == {}
    assert dict(Topic.objects.values_list("slug", "name")) == {"sea": "Bay", "ocean": "Sea"}


@pytest.mark.parametrize("later", [False, True])
def test_a_second_file_of_one_topic_is_refused(again, later):
    two = topic("bay", "Bay", description="Two.")
    one = topic("bay", "Bay", description="One.")
    if later:
        again(one, BAY)
    report = again(one, BAY, **{SEA: two})
    assert errors(report) == {SEA: f"{BAY} has the same _id (keep one of the two)"}
    assert Topic.objects.get().description == "One."


def test_a_second_file_of_one_provider_is_refused(again):
    files = {QUAY: provider("www.Pier.example.", "Quay")}
    report = again(provider("pier.example", "Pier"), PIER, **files)
    assert errors(report) == {QUAY: f"{PIER} has the same domain (keep one of the two)"}
    assert errors(again(provider("pier.example", "Pier"), PIER, **files)) == errors(report)
    assert (Provider.objects.get().name, Provider.objects.get().aliases) == ("Pier", [])


def test_a_renamed_file_is_none(tmp_path):
    bring_in(write(tmp_path / "one", {PIER: provider("pier.example", "Pier")}))
    report = bring_in(write(tmp_path / "two", {QUAY: provider("pier.example", "The Pier")}))
    assert counted(report) == {"content": 1}
    assert not SeedFile.objects.get(path=PIER).current


def test_two_sites_may_describe_the_same(tmp_path):
    files = {f"{site}/{BAY}": topic("bay", "Bay", description=site) for site in ("east", "west")}
    assert errors(bring_in(write(tmp_path, files))) == {}


def test_a_file_with_another_domain_is_about_another_provider(again, tmp_path):
    again(provider("pier.example", "Pier"), PIER)
    article = {"_news/a.md": seed()}
    bring_in(write(tmp_path / "more", article))
    report = again(provider("quay.example", "Pier"), PIER)
    assert counted(report) == {"new": 1}
    assert set(Provider.objects.values_list("domain", "name")) == {
        ("pier.example", "Pier"),
        ("quay.example", "Pier"),
        ("harbour.example", "Harbour"),
    }
    assert Article.objects.get().provider.domain == "harbour.example"
    assert SeedFile.objects.get(path=PIER).provider.domain == "quay.example"


def test_a_domain_that_an_admin_changed_stays(again):
    again(provider("pier.example", "Pier"), PIER)
    Provider.objects.update(domain="quay.example")
    assert counted(again(provider("pier.example", "The Pier"), PIER)) == {"content": 1}
    assert Provider.objects.get().domain == "quay.example"
