"""New stories that seem to be others: the rule, and what a preview says of them."""

from datetime import timedelta

import pytest

from articles.judgement import indexing
from articles.models import Article
from articles.seeds.document import ProviderRef
from tests.factories import make_article, make_provider
from tests.imports.staged import imported, items, previewed
from tests.ingest.batches import WHEN, bring_in, numbered, seed, write
from tests.queries import queries

TITLE = "Harbour pilots test a quiet ferry"
FJORD = ProviderRef(name="Fjord", domain="fjord.example")


def seen(batch):
    """What files seem to be duplicates of."""
    return dict(batch.items.exclude(duplicate_of="").values_list("path", "duplicate_of"))


def here(**fields):
    provider = make_provider(domain=fields.pop("domain", "harbour.example"))
    when = fields.pop("when", WHEN)
    return make_article(
        **{"title": TITLE, "published_at": when, "provider": provider, **fields},
        path="_news/here.md",
    )


DAY, MONTHS = timedelta(days=1), timedelta(days=120)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("article", "file", "found"),
    [
        ({"when": WHEN - MONTHS}, {"title": TITLE.upper()}, True),  # of one provider
        ({"when": WHEN - MONTHS - DAY}, {"title": TITLE.upper()}, False),
        ({"domain": "fjord.example"}, {"title": TITLE}, True),
        ({"domain": "fjord.example", "when": WHEN - 5 * DAY}, {"title": TITLE}, True),
        ({"domain": "fjord.example", "when": WHEN + 5 * DAY}, {"title": TITLE}, True),
        ({"domain": "fjord.example", "when": WHEN - 6 * DAY}, {"title": TITLE}, False),
        ({"domain": "fjord.example", "when": WHEN + 6 * DAY}, {"title": TITLE}, False),
        ({}, {"title": f"{TITLE} again"}, False),
        ({"title": "Morning news"}, {"title": "Morning news"}, False),
        ({"title": "Die Straße zum Hafen"}, {"title": "Die Straße zum Hafen!"}, True),
        ({"title": "The ferry&#8217;s crew"}, {"title": "The ferry's crew"}, True),
        ({"title": "港口飞行员测试安静的渡轮"}, {"title": "港口飞行员测试安静的渡轮。"}, True),
        (
            {"canonical_url": "https://harbour.example/1"},
            {"web_url": "https://m.harbour.example/1"},
            True,
        ),
        ({"canonical_url": "https://m.harbour.example/1"}, {}, True),
        ({"canonical_url": "https://harbour.example/1/amp"}, {}, True),
        (
            {"canonical_url": "https://harbour.example/1"},
            {"web_url": "https://harbour.example/1?ref=x"},
            True,
        ),
        ({"canonical_url": "https://harbour.example/2"}, {}, False),
    ],
)
def test_what_is_here_already(article, file, found, bob):
    here(**article)
    batch = previewed(bob, {"_news/a.md": numbered(1, **file)})
    assert seen(batch) == ({"_news/a.md": "_news/here.md"} if found else {})


@pytest.mark.django_db
def test_nearly_the_same_text_as_what_is_here(bob):
    here(title="Pilots like it", excerpt="Eleven pilots gladly steered a battery ferry in fog.")
    indexing.index_all()
    excerpt = "Eleven pilots gladly steered a battery ferry through fog."
    files = {"_news/a.md": numbered(1, title="Pilots like a ferry", excerpt=excerpt)}
    assert seen(previewed(bob, files)) == {"_news/a.md": "_news/here.md"}


@pytest.mark.django_db
def test_files_of_one_batch(bob):
    batch = previewed(
        bob,
        {
            "_news/a.md": numbered(1, title=TITLE),
            "_news/b.md": numbered(2, title=f"{TITLE}!", provider=FJORD),
            "_news/c.md": numbered(3, title="A different title altogether"),
            "_news/d.md": numbered(
                4, title="By its address", web_url="https://harbour.example/3/amp"
            ),
            "_news/e.md": numbered(5, title=TITLE, provider=FJORD, published_at=WHEN - MONTHS),
        },
    )
    assert seen(batch) == {
        "_news/b.md": "_news/a.md",
        "_news/d.md": "_news/c.md",
        "_news/e.md": "_news/b.md",  # of the same provider
    }


@pytest.mark.django_db
def test_what_is_here_is_named_before_a_file(bob):
    here()
    batch = previewed(bob, {f"_news/{n}.md": numbered(n, title=TITLE) for n in (1, 2)})
    assert set(seen(batch).values()) == {"_news/here.md"}


@pytest.mark.django_db
def test_an_update_of_a_story_is_no_duplicate(bob, tmp_path):
    files = {"_news/a.md": numbered(1, title=TITLE)}
    bring_in(write(tmp_path, files))
    moved = {"_news/moved.md": numbered(1, title=TITLE, excerpt="Anew.")}
    assert seen(previewed(bob, moved)) == {}
    assert seen(previewed(bob, {"_news/a.md": numbered(1, title=f"{TITLE}!")})) == {}


@pytest.mark.django_db
def test_nothing_is_imported_differently(bob):
    here()
    batch = imported(bob, {"_news/a.md": numbered(1, title=TITLE)})
    assert items(batch) == {"_news/a.md": "new"}
    assert Article.objects.filter(title=TITLE).count() == 2
    assert seen(batch) == {"_news/a.md": "_news/here.md"}


@pytest.mark.django_db
def test_any_words_and_addresses_can_be_looked_for(bob):
    files = {
        "_news/a.md": numbered(1, title='Near "AND" OR NOT * ( the {quoted} : ^end'),
        "_news/b.md": numbered(2, title="É" * 10, web_url="https://harbour.example/%00%27?a=''"),
        "_news/c.md": seed(web_url="https://harbour.example/"),
        "_news/d.md": seed(
            web_url="https://harbour.example/x", original_url="https://fjord.example/"
        ),
    }
    batch = previewed(bob, files)
    assert set(items(batch).values()) == {"new"}


def looks(action):
    """The statements that look for articles by their titles."""
    return [sql for sql in queries(action) if "articles_search MATCH" in sql or "tsquery" in sql]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [2, 90])
def test_a_chunk_costs_one_query(count, bob):
    files = {f"_news/{n}.md": numbered(n, title=f"{TITLE} number {n}") for n in range(count)}
    assert len(looks(lambda: previewed(bob, files))) == 1


@pytest.mark.django_db
def test_an_import_that_nobody_looks_at_does_not_look(tmp_path):
    folder = write(tmp_path, {"_news/a.md": numbered(1, title=TITLE)})
    assert looks(lambda: bring_in(folder, dry_run=True)) == []
    assert looks(lambda: bring_in(folder)) == []
