"""First imports: what comes of a seed that is not here yet."""

from concurrent.futures import Future
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.ingest.plan.parsing import Readers, ReadingTask
from articles.models import Article, Event, ImportBatch, Provider, RelatedLink, SeedFile, Topic
from tests.factories import make_article, make_topic
from tests.ingest.batches import (
    PATH,
    WHEN,
    bring_in,
    counted,
    errors,
    numbered,
    picture,
    provider,
    related,
    seed,
    topic,
    write,
)

pytestmark = pytest.mark.django_db


def test_a_seed_becomes_an_article(tmp_path):
    data = seed(images=(picture("a"),), topics=("Transport", "Shipping"))
    report = bring_in(write(tmp_path, {PATH: data}))
    article = Article.objects.get()
    assert counted(report) == {"new": 1}
    assert (article.path, article.slug) == (PATH, "2026-11-19-ferry")
    assert (article.title, article.quality, article.state) == ("A quiet ferry", 80, "published")
    assert (article.published_at, article.day) == (WHEN, WHEN.date())
    assert [row.name for row in article.listed_topics] == ["Transport", "Shipping"]
    assert article.lead_image.url == "https://cdn.example/a.jpg"
    assert article.first_published_at


def test_the_file_is_kept_as_it_came(tmp_path):
    data = seed().replace(b"\n", b"\r\n")
    bring_in(write(tmp_path, {PATH: b"\xef\xbb\xbf" + data}))
    kept = SeedFile.objects.get()
    assert kept.text.encode() == b"\xef\xbb\xbf" + data
    assert (kept.article, kept.current) == (Article.objects.get(), True)


def test_it_is_told_in_the_history(tmp_path, bob):
    report = bring_in(write(tmp_path, {PATH: seed()}), by=bob)
    event = Event.objects.exclude(article=None).get()
    assert (event.action, event.actor, event.batch) == ("import", bob, report.batch)


def test_the_batch_knows_its_counts(tmp_path):
    bring_in(write(tmp_path / "site", {PATH: seed()}))
    batch = ImportBatch.objects.get()
    assert (batch.source, batch.counts["new"], batch.by) == ("site", 1, None)
    assert batch.finished_at


def test_dated_ahead_it_waits_until_then(tmp_path):
    moment = timezone.now().replace(microsecond=0) + timedelta(days=3)
    bring_in(write(tmp_path, {PATH: seed(published_at=moment)}))
    article = Article.objects.get()
    assert (article.is_public, article.state) == (False, "published")
    assert article.first_published_at == moment
    assert not Article.objects.public().exists()


def test_hold_imports_unpublished(tmp_path):
    bring_in(write(tmp_path, {PATH: seed()}), hold=True)
    article = Article.objects.get()
    assert (article.public, article.first_published_at, article.decided_at) == (False, None, None)


def test_unscored_and_unset_is_public(tmp_path):
    bring_in(write(tmp_path, {PATH: seed(quality=None, heat=None, published=None)}))
    article = Article.objects.get()
    assert (article.quality, article.heat, article.state) == (None, None, "unset")
    assert article.public


def test_a_folded_seed_is_no_story_of_its_own(tmp_path):
    bring_in(write(tmp_path, {PATH: seed(heat=-1)}))
    assert Article.objects.get().is_folded
    assert not Article.objects.listed().exists()


def test_a_broken_seed_is_reported_with_its_place_and_stops_no_other(tmp_path):
    bad = seed().replace(b"quality: 80", b"quality: high")
    report = bring_in(write(tmp_path, {PATH: bad, "_news/b.md": numbered(1)}))
    (line,) = [line for line in report.files if line.result == "error"]
    assert counted(report) == {"new": 1, "error": 1}
    assert (line.path, line.line, line.column) == (PATH, 8, 10)
    assert 'quality is "high"' in line.message


def test_what_is_not_news_is_counted_as_ignored(tmp_path):
    files = {PATH: seed(), "_learning/a.md": b"no front matter", "api/x.json": b"{}"}
    assert counted(bring_in(write(tmp_path, files))) == {"new": 1, "ignored": 2}


def test_unknown_keys_are_kept_and_counted(tmp_path):
    files = {f"_news/{n}.md": numbered(n, extra={"mood": "calm"}) for n in range(2)}
    report = bring_in(write(tmp_path, files))
    assert report.unknown == {"mood": 2}
    assert Article.objects.first().extra == {"mood": "calm"}


def test_same_stems_get_different_addresses(tmp_path):
    files = {"_news/x.md": numbered(1), "_archive/_news/x.md": numbered(2)}
    bring_in(write(tmp_path, files))
    one, other = Article.objects.order_by("slug")
    assert one.slug == "x"
    assert other.slug.startswith("x-")


def test_a_stem_that_another_article_has(tmp_path):
    make_article(slug="2026-11-19-ferry")
    bring_in(write(tmp_path, {PATH: seed()}))
    assert Article.objects.get(path=PATH).slug.startswith("2026-11-19-ferry-")


def test_a_path_that_is_too_long(tmp_path):
    name = "/".join(["folder" * 20] * 5)
    report = bring_in(write(tmp_path, {f"_news/{name}/a.md": seed()}))
    assert "longer than 500" in next(iter(errors(report).values()))


@pytest.mark.parametrize("broken", [b"", b"no front matter", "é".encode("latin-1"), b"---\nx"])
def test_what_is_no_seed_is_an_error(tmp_path, broken):
    assert counted(bring_in(write(tmp_path, {PATH: broken}))) == {"error": 1}


def test_broken_files_alone_leave_no_batch(tmp_path):
    report = bring_in(write(tmp_path, {PATH: b"nonsense", "_data/topics/a.yaml": b"name: A"}))
    assert (counted(report), report.batch) == ({"error": 2}, None)
    assert not ImportBatch.objects.exists()


def test_what_the_database_refuses_costs_no_other_article(tmp_path, monkeypatch):
    monkeypatch.setattr("articles.ingest.write.create._stem", lambda path: path)
    monkeypatch.setattr(
        "articles.ingest.write.create.slugify", lambda text: text * (50 if "bad" in text else 1)
    )
    files = {f"_news/{name}.md": numbered(name) for name in ("a", "bad", "c")}
    report = bring_in(write(tmp_path, files))
    assert counted(report) == {"new": 2, "error": 1}
    assert "longer than 255 characters" in errors(report)["_news/bad.md"]
    assert Article.objects.count() == Event.objects.exclude(article=None).count() == 2
    assert Provider.objects.count() == Topic.objects.count() == 1
    assert set(Event.objects.filter(article=None).values_list("topic", "provider")) == {
        (Topic.objects.get().pk, None),
        (None, Provider.objects.get().pk),
    }
    assert {article.batch for article in Article.objects.all()} == {report.batch}


def test_topics_and_providers_that_are_only_mentioned(tmp_path):
    bring_in(write(tmp_path, {PATH: seed(topics=("Café life", "Transport"))}))
    assert set(Topic.objects.values_list("slug", flat=True)) == {"cafe-life", "transport"}
    assert Provider.objects.get().name == "Harbour"


def test_related_stories_are_links(tmp_path):
    bring_in(write(tmp_path, {PATH: seed(related=(related("one"), related("two")))}))
    links = Article.objects.get().links.all()
    assert [link.title for link in links] == ["More on one", "More on two"]
    assert links[0].provider_domain == "fjord.example"
    assert links[0].origin == "seed"


def test_a_story_is_no_coverage_of_itself(tmp_path):
    own = related("x", web_url="https://www.harbour.example/ferry?utm_source=a")
    bring_in(write(tmp_path, {PATH: seed(related=(own, related("one")))}))
    assert [link.title for link in RelatedLink.objects.all()] == ["More on one"]


def test_links_find_articles_of_the_same_batch(tmp_path):
    files = {
        "_news/a.md": seed(related=(related("one"),)),
        "_news/b.md": seed(web_url="http://www.fjord.example/one/"),
    }
    bring_in(write(tmp_path, files))
    assert RelatedLink.objects.get().target == Article.objects.get(path="_news/b.md")


@pytest.mark.parametrize("first", ["lead", "target"])
def test_links_find_articles_that_came_before_or_come_later(tmp_path, first):
    lead = write(tmp_path / "lead", {"_news/a.md": seed(related=(related("one"),))})
    target = write(tmp_path / "target", {"_news/b.md": seed(web_url="https://fjord.example/one")})
    for folder in [lead, target] if first == "lead" else [target, lead]:
        bring_in(folder)
    assert RelatedLink.objects.get().target == Article.objects.get(path="_news/b.md")


def test_the_name_of_a_provider_comes_from_its_file(tmp_path):
    files = {
        "_news/a.md": seed(),
        "_data/organizations/harbour.example.md": provider("harbour.example", "The Harbour"),
    }
    bring_in(write(tmp_path, files))
    assert Provider.objects.get().name == "The Harbour"
    assert Article.objects.get().source_name == "Harbour"


def test_an_alias_of_a_provider_means_the_provider(tmp_path):
    Provider.objects.create(domain="harbour.example", name="The Harbour", aliases=["Harbour"])
    bring_in(write(tmp_path, {PATH: seed()}))
    assert Article.objects.get().source_name == "The Harbour"


def test_a_renamed_topic_is_found_by_its_old_name(tmp_path):
    make_topic(slug="transport", name="Mobility", aliases=["Transport"])
    bring_in(write(tmp_path, {PATH: seed()}))
    assert [row.name for row in Article.objects.get().listed_topics] == ["Mobility"]


def test_articles_are_filed_under_the_topics_above(tmp_path):
    files = {
        PATH: seed(topics=("Ferries",)),
        "_data/topics/01-ferries.yaml": topic("ferries", "Ferries", "Transport"),
        "_data/topics/02-transport.yaml": topic("transport", "Transport", "World"),
    }
    bring_in(write(tmp_path, files))
    rows = Article.objects.get().article_topics.values_list("topic__name", "position", "public")
    assert set(rows) == {
        ("Ferries", 0, True),
        ("Transport", None, True),
        ("World", None, True),
    }


def test_an_end_leaves_what_has_been_read_already(tmp_path, monkeypatch):
    """However many chunks have been read at the moment when one is written."""
    waiting = []

    class Pool:
        def submit(self, function, jobs):
            waiting.append((Future(), jobs))
            for future, these in waiting if len(waiting) == 3 else []:
                future.set_result(function(these))
            return waiting[-1][0]

    monkeypatch.setattr(Readers, "submit", lambda readers, jobs: ReadingTask(jobs, Pool()))
    site = write(tmp_path, {f"_news/{n}.md": numbered(n) for n in range(3)})
    bring_in(site, chunk=1, stop=Article.objects.exists)
    assert Article.objects.count() == 1


def test_what_no_process_has_begun_with_is_read_by_the_importer(tmp_path, monkeypatch):
    class Pool:
        def submit(self, function, jobs):
            return Future()

    monkeypatch.setattr("articles.ingest.engine.PATIENCE", 0)
    monkeypatch.setattr(Readers, "submit", lambda readers, jobs: ReadingTask(jobs, Pool()))
    site = write(tmp_path, {f"_news/{n}.md": numbered(n) for n in range(3)})
    assert counted(bring_in(site, chunk=1)) == {"new": 3}


def test_an_end_leaves_the_sources_that_come_after(tmp_path):
    sites = [write(tmp_path / name, {f"_news/{name}.md": numbered(name)}) for name in "ab"]
    bring_in(*sites, stop=Article.objects.exists)
    assert [article.path for article in Article.objects.all()] == ["_news/a.md"]
