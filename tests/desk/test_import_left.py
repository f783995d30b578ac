"""What the undo of an import left as it was: counted, listed, each with why and a way to it."""

import pytest

from articles.models import Article, Provider, Topic
from articles.seeds.document import ProviderRef
from tests.desk.imports import check, text, url
from tests.history.acts import edit
from tests.imports.staged import FERRIES, FILES, HARBOUR, imported, redone, undone
from tests.ingest.batches import PATH, numbered, provider, seed, topic
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def left(bob):
    """An import that is undone, whose articles name its topic and its provider."""
    return undone(imported(bob, {**FILES, PATH: seed(topics=("Ferries",))}), bob)


def listed(client, batch):
    return " ".join(text(client.get(url("import-detail", batch), {"class": "left"})).split())


def test_the_number_leads_to_the_files(as_bob, left):
    found = check(as_bob, left)
    assert found["2 were left as they are"] == found["Left as they are 2"] == {FERRIES, HARBOUR}


def test_each_says_why_and_leads_to_what_stayed(as_bob, left):
    page = listed(as_bob, left)
    assert "readers see none of these, and do not find it among the topics." in page
    assert "Articles come from it, so it stays." in page
    assert f'href="/topics/{Topic.objects.get(slug="ferries").slug}/"' in page
    assert f'href="/desk/sources/{Provider.objects.get().pk}/"' in page


def test_articles_that_people_touched_are_among_them(as_bob, bob, alice):
    batch = imported(bob, {PATH: seed()})
    edit(Article.objects.get(), alice, title="Ours")
    batch = undone(batch, bob)
    assert check(as_bob, batch)["1 was left as it is"] == {PATH.removeprefix("_news/")}
    page = listed(as_bob, batch)
    assert "has been changed since" in page
    assert f'href="/desk/articles/{Article.objects.get().pk}/"' in page


def test_nothing_is_said_where_all_went(as_bob, bob):
    batch = undone(imported(bob, {FERRIES: topic("ferries", "Ferries")}), bob)
    assert "left as" not in text(as_bob.get(url("import-detail", batch)))


def test_done_again_there_are_none(as_bob, bob, left):
    assert "left as" not in text(as_bob.get(url("import-detail", redone(left, bob))))


def test_files_of_one_topic_are_each_counted(as_bob, bob):
    files = {
        f"{site}/{FERRIES}": topic("ferries", "Ferries", hashtags=f"[{site}]")
        for site in ("east", "west")
    }
    files |= {f"east/{PATH}": seed(topics=("Ferries",))}
    batch = undone(imported(bob, files), bob)
    assert check(as_bob, batch)


def test_more_of_them_take_no_more_queries(as_bob, bob):
    def asked(count):
        files = {
            f"_data/organizations/{count}-{n}.example.md": provider(
                f"{count}-{n}.example", f"Paper {count} {n}"
            )
            for n in range(count)
        }
        files |= {f"_news/{count}-{n}.md": story_of(count, n) for n in range(count)}
        batch = undone(imported(bob, files), bob)
        assert batch.counts["left_as_is"] == count
        return count_queries(as_bob, f"{url('import-detail', batch)}?class=left")

    assert asked(3) == asked(12)


def story_of(count, number):
    name = f"{count}-{number}"
    of = ProviderRef(name=f"Paper {count} {number}", domain=f"{name}.example")
    return numbered(name, title=f"Story {name}", provider=of)
