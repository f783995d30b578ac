"""The way back: seeds with the editors' changes in the lines that they changed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.actions import articles, links, stories
from articles.actions import topics as topic_actions
from articles.export import (
    ExportError,
    changes_by_people,
    export_seeds,
    exported_files,
    newest_articles,
)
from articles.models import Article, Conflict, RelatedLink, Topic
from tests.factories import make_article, make_seed, make_topic
from tests.ingest.batches import (
    PATH,
    bring_in,
    counted,
    picture,
    provider,
    related,
    seed,
    topic,
    write,
)
from tests.ingest.one_article import decide, difference, edit, the_article
from tests.queries import writes
from tests.seeds import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(tmp_path):
    """Import one seed; returns its content."""

    def site(data=None):
        data = data or seed(
            topics=("Transport", "Shipping"),
            images=(picture("a"), picture("b")),
            related=(related("one"), related("two")),
        )
        bring_in(write(tmp_path / "site", {PATH: data}))
        return data

    return site


SAMPLES = [
    *samples.CANONICAL,
    samples.ARTICLE.replace("quality: 81", "quality:   81 # high"),
    samples.ARTICLE + "Text.\n",
]


@pytest.mark.parametrize("text", SAMPLES)
def test_untouched_seeds_come_out_byte_for_byte(site, text):
    site(text.encode())
    assert dict(exported_files()) == {PATH: text.encode()}
    assert dict(exported_files(changed=True)) == {}


def test_the_registry_comes_out_too_and_pictures_do_not(tmp_path):
    files = {
        "_data/topics/01-t.yaml": topic("t", "T"),
        "_data/organizations/a.example.md": provider("a.example", "A"),
        PATH: seed(),
    }
    bring_in(write(tmp_path, {**files, "assets/images/a.png": b"picture"}))
    assert dict(exported_files()) == files


def test_a_title_and_an_excerpt(site, alice):
    before = site()
    edit(alice, title='Ours & "theirs"', excerpt="Ours.")
    assert difference(before) == (
        ['title: "A quiet ferry"', 'excerpt: "It crossed in eleven minutes."'],
        ['title: "Ours & \\"theirs\\""', 'excerpt: "Ours."'],
    )


def test_topics(site, alice):
    before = site()
    edit(alice, topics=[Topic.objects.get(name="Shipping"), make_topic(name="Energy")])
    assert difference(before) == (["- Transport"], ["- Energy"])


def test_a_topic_keeps_the_name_that_the_seed_gives_it(site, alice, bob):
    before = site()
    transport = Topic.objects.get(name="Transport")
    topic_actions.change(topic=transport, by=bob, version=1, action="edit", to={"name": "Mobility"})
    assert dict(exported_files()) == {PATH: before}
    edit(alice, topics=[make_topic(name="Energy"), Topic.objects.get(name="Mobility")])
    assert difference(before) == (["- Shipping"], ["- Energy"])


def test_the_order_of_pictures(site, alice):
    before = site()
    pictures = [row.image for row in the_article().article_images.all()]
    edit(alice, images=pictures[::-1])
    after = dict(exported_files())[PATH]
    assert after.index(b"cdn.example/b.jpg") < after.index(b"cdn.example/a.jpg")
    assert sorted(after.splitlines()) == sorted(before.splitlines())


def test_a_related_story_added(site, alice):
    before = site()
    decide(links.add, alice, url="https://quay.example/3", title="Three")
    gone, new = difference(before)
    assert gone == []
    assert 'title: "Three"' in "".join(new)
    assert 'webUrl: "https://quay.example/3"' in new


def test_a_related_story_removed(site, alice):
    before = site()
    decide(links.remove, alice, link=RelatedLink.objects.get(title="More on one"))
    gone, new = difference(before)
    assert 'title: "More on one"' in "".join(gone)
    assert new == []


def test_related_stories_in_another_order(site, alice):
    before = site()
    decide(links.move, alice, link=RelatedLink.objects.get(title="More on one"), to=1)
    after = dict(exported_files())[PATH]
    assert after.index(b"More on two") < after.index(b"More on one")
    assert sorted(after.splitlines()) == sorted(before.splitlines())


def test_folded_and_unfolded(site, alice):
    before = site()
    decide(stories.fold, alice, into=make_article())
    assert difference(before) == (["heat: 80"], ["heat: -1"])
    decide(stories.unfold, alice)
    assert difference(before) == ([], [])


def test_unfolded_although_the_seed_had_folded_it(site, alice):
    before = site(seed(heat=-1))
    decide(stories.unfold, alice)
    assert difference(before) == (["heat: -1"], [])


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_other_lines_keep_their_ends(site, alice, newline):
    before = site(b"\xef\xbb\xbf" + seed().replace(b"\n", newline))
    edit(alice, title="Ours")
    after = dict(exported_files())[PATH]
    lines, changed = before.splitlines(keepends=True), after.splitlines(keepends=True)
    assert [n for n, line in enumerate(lines) if line != changed[n]] == [2]
    assert changed[2] == b'title: "Ours"' + newline


def test_only_what_changed(site, alice):
    site()
    assert list(exported_files(changed=True)) == []
    edit(alice, title="Ours")
    assert [path for path, _ in exported_files(changed=True)] == [PATH]


def change_everything(by):
    edit(
        by,
        title="Ours",
        excerpt="Ours, too.",
        topics=[make_topic(name="Ours"), Topic.objects.get(name="Shipping")],
        images=[row.image for row in the_article().article_images.all()][::-1],
    )
    decide(articles.score, by, quality=3)
    decide(articles.unpublish, by)
    decide(links.add, by, url="https://quay.example/3", title="Three")
    decide(links.move, by, link=the_article().links.last(), to=0)
    decide(stories.fold, by, into=make_article())


@pytest.mark.parametrize("action", [lambda by: None, change_everything])
def test_an_export_that_comes_back_changes_nothing(site, tmp_path, alice, action):
    site()
    action(alice)
    first = dict(exported_files())
    export_seeds(tmp_path / "out")
    versions = list(Article.objects.values_list("path", "version", "heat"))
    assert counted(bring_in(tmp_path / "out")) == {"unchanged": 1}
    assert writes(lambda: bring_in(tmp_path / "out")) == []
    assert list(Article.objects.values_list("path", "version", "heat")) == versions
    assert dict(exported_files()) == first
    assert dict(exported_files(changed=True)) == {}


def test_an_export_settles_the_conflicts_that_it_answers(site, tmp_path, alice):
    site()
    edit(alice, title="Ours")
    bring_in(write(tmp_path / "site", {PATH: seed(title="Theirs")}))
    assert Conflict.objects.exists()
    export_seeds(tmp_path / "out")
    bring_in(tmp_path / "out")
    assert not Conflict.objects.exists()


def test_a_file_whose_story_has_another_path_by_now_stays_behind(site, tmp_path):
    before = site(seed())
    bring_in(write(tmp_path / "later", {"_news/new.md": before}))
    assert dict(exported_files()) == {"_news/new.md": before}


def test_files_are_written_below_the_folder(site, tmp_path):
    data = site()
    assert export_seeds(tmp_path / "out") == 1
    assert (tmp_path / "out" / PATH).read_bytes() == data


def test_a_link_in_the_folder_leads_nowhere(site, tmp_path):
    site()
    write(tmp_path, {"out/x": b"", "elsewhere/x": b""})
    (tmp_path / "out" / "_news").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ExportError, match="leads outside"):
        export_seeds(tmp_path / "out")


def test_a_folder_that_cannot_take_it(site, tmp_path):
    site()
    write(tmp_path, {"out": b"a file"})
    with pytest.raises(ExportError, match="cannot be written"):
        export_seeds(tmp_path / "out")


def test_among_those_that_people_touched(site, alice, tmp_path):
    site()
    bring_in(write(tmp_path / "more", {"_news/b.md": seed(web_url="https://harbour.example/b")}))
    assert dict(exported_files(among=changes_by_people())) == {}
    decide(articles.score, alice, quality=12)
    assert list(dict(exported_files(among=changes_by_people()))) == [PATH]
    assert dict(exported_files(among=changes_by_people(timezone.now()))) == {}
    recent = changes_by_people(timezone.now() - timedelta(hours=1))
    assert list(dict(exported_files(among=recent))) == [PATH]


def test_what_was_undone_is_no_change(site, alice):
    site()
    decide(articles.score, alice, quality=12)
    decide(articles.score, alice, quality=80)
    assert list(dict(exported_files(among=changes_by_people()))) == [PATH]
    assert dict(exported_files(changed=True, among=changes_by_people())) == {}


def test_a_seed_that_cannot_be_read_any_more_comes_out_as_it_came():
    article = make_article()
    make_seed(article, "---\ntitle: only\n---\n")
    assert dict(exported_files()) == {article.path: b"---\ntitle: only\n---\n"}


def test_the_newest_that_people_touched(alice):
    made = [make_article() for _ in range(4)]
    for article in made[:3]:
        articles.score(article=article, by=alice, version=1, quality=12)
        articles.score(article=article, by=alice, version=2, quality=13)
    keys = [article.pk for article in made]
    assert newest_articles(changes_by_people(), None, 2) == [keys[2], keys[1]]
    assert newest_articles(changes_by_people(), keys[1], 2) == [keys[0]]


def test_an_index_answers_it():
    with CaptureQueriesContext(connection) as captured, connection.cursor() as cursor:
        newest_articles(changes_by_people(), 1000, 10)
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{explain} {captured[0]['sql']}")
        plan = str(cursor.fetchall())
    assert "event_of_batch" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
