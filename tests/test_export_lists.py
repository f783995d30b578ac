"""The way back of lists: entries that nobody changed stay as the seed has them."""

import pytest

from articles.actions import conflicts, links
from articles.export import exported_files
from articles.models import Conflict, RelatedLink, Topic
from tests.factories import make_topic
from tests.ingest.batches import PATH, bring_in, picture, related, seed, write
from tests.ingest.one_article import edit, the_article

pytestmark = pytest.mark.django_db

TOPICS = """\
topics:   # by Kim
  - C
  # the same to us
  - "C++"
  -   'C#'   # sharp
  - Cafe\u0301
  - C
"""


@pytest.fixture
def site(tmp_path):
    """Import one seed, its topics written like this; returns its text."""

    def site(topics=TOPICS, newline="\n", **fields):
        text = seed(**fields).decode().replace("topics:\n  - Transport\n", topics)
        data = text.replace("\n", newline).encode()
        bring_in(write(tmp_path / "site", {PATH: data}))
        return data.decode()

    return site


@pytest.fixture
def one_topic():
    """C++ and C# are C here."""
    return make_topic(name="C", slug="c", aliases=["C++", "C#"])


def refile(by, *names):
    topics = {topic.name: topic for topic in Topic.objects.all()}
    edit(by, topics=[topics.get(name) or make_topic(name=name) for name in names])


def exported():
    return dict(exported_files())[PATH].decode()


def test_a_topic_more_is_a_line_more(site, alice, one_topic):
    before = site()
    refile(alice, "C", "Café", "Energy")
    assert exported() == before.replace("- Cafe\u0301\n", "- Cafe\u0301\n  - Energy\n")
    refile(alice, "Energy", "C", "Café")
    assert exported() == before.replace("by Kim\n", "by Kim\n  - Energy\n")


def test_topics_that_are_apart(site, alice):
    before = site()
    refile(alice, "C", "C#", "Café")
    assert exported() == before.replace('  - "C++"\n', "")
    refile(alice, "C", "C++", "C#", "Café")
    assert exported() == before


def test_a_topic_goes_with_all_its_names(site, alice, one_topic):
    before = site()
    refile(alice, "Café")
    listed = "topics:   # by Kim\n  # the same to us\n  - Cafe\u0301\n"
    assert exported() == before.replace(TOPICS, listed)


def test_another_order(site, alice, one_topic):
    before = site()
    refile(alice, "Café", "Energy", "C")
    listed = """\
topics:   # by Kim
  - Cafe\u0301
  - Energy
  - C
  # the same to us
  - "C++"
  -   'C#'   # sharp
  - C
"""
    assert exported() == before.replace(TOPICS, listed)


def test_a_name_that_means_another_topic_by_now(site, alice, one_topic):
    before = site()
    make_topic(name="C#")
    Topic.objects.filter(pk=one_topic.pk).update(aliases=[])
    edit(alice, title="Ours")
    assert exported() == before.replace("A quiet ferry", "Ours")

    refile(alice, "C", "Café", "Energy")
    assert exported() == before.replace("A quiet ferry", "Ours").replace(
        "- Cafe\u0301\n", "- Cafe\u0301\n  - Energy\n"
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('topics: [A, "B 🎻", C]\n', 'topics: [A, C, "Energy"]\n'),
        ("topics: [ 'A',\n  B 🎻, C ] # three\n", "topics: ['A', C, \"Energy\"] # three\n"),
        ("topics:\n- A\n-\n  B 🎻\n\n- C\n", "topics:\n- A\n\n- C\n- Energy\n"),
        ("topics: A\n", "topics:\n  - A\n  - C\n  - Energy\n"),
    ],
)
def test_lists_written_by_hand(site, alice, before, after, newline):
    text = site(before, newline)
    refile(alice, "A", "C", "Energy")
    assert exported() == text.replace(*(part.replace("\n", newline) for part in (before, after)))


def test_what_the_seed_adds_while_an_editor_is_asked(site, alice):
    site("topics:\n  - A\n")
    refile(alice, "A", "Energy")
    before = site("topics:\n  - A\n  - B\n")
    assert Conflict.objects.get().field == "topics"
    assert exported() == before.replace("  - A\n", "  - A\n  - Energy\n")
    conflict, version = Conflict.objects.get(), the_article().version
    conflicts.keep_ours(conflict=conflict, by=alice, version=version)
    assert exported() == before.replace("  - B\n", "  - Energy\n")


def test_pictures_that_are_there_twice(site, alice):
    before = site(images=(picture("one"), picture("two"), picture("one", title="Again")))
    edit(alice, images=[row.image for row in the_article().article_images.all()][::-1])
    assert sorted(exported().splitlines()) == sorted(before.splitlines())
    assert exported().index("two.jpg") < exported().index("one.jpg")
    assert exported().index("one.jpg") < exported().index("Again")


def test_related_stories_that_are_there_twice(site, alice):
    itself = related("x", web_url="https://harbour.example/ferry")
    twice = (related("one"), related("one", title="Again", excerpt=""))
    site(related=(twice[0], itself, related("two"), twice[1]))
    assert RelatedLink.objects.count() == 2
    article, link = the_article(), RelatedLink.objects.get(title="More on two")
    links.remove(article=article, by=alice, version=article.version, link=link)
    assert exported() == seed(topics=(), related=(twice[0], itself, twice[1])).decode().replace(
        "\nrelated", f"\n{TOPICS}\nrelated"
    )
