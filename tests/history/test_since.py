"""What changed since somebody decided, and what the seed wants."""

import pytest

from articles.actions import articles
from articles.history.differences import Span, Tag
from articles.history.since import since_decided
from articles.models import Article
from tests.desk.pages import post, text, url
from tests.factories import make_article
from tests.history.acts import edit
from tests.imports.staged import imported
from tests.ingest.batches import PATH, seed

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(alice, bob):
    imported(bob, {PATH: seed(title="A quiet quarry", excerpt="One.")})
    return articles.publish(article=Article.objects.get(), by=alice, version=1).row


def again(bob, **fields):
    imported(bob, {PATH: seed(**fields)})
    return Article.objects.get()


def test_nothing_where_nobody_decided_or_nothing_changed(decided):
    since = since_decided(decided)
    assert (since.changed, since.wanted) == ([], [])


def test_from_when_it_was_decided_to_now(decided, bob):
    again(bob, title="A loud quarry", excerpt="Two.")
    article = again(bob, title="A louder quarry", excerpt="One.")
    (title,) = since_decided(article).changed
    assert title.label == "Title"
    assert title.spans[1:3] == [Span("quiet", Tag.WENT), Span("louder", Tag.CAME)]


def test_what_the_seed_wants_where_an_editor_changed_it(decided, alice, bob):
    edit(decided, alice, title="Our quarry")
    article = again(bob, title="Their quarry", excerpt="One.")
    since = since_decided(article)
    assert since.changed == []
    assert since.wanted[0].spans[:2] == [Span("Our", Tag.WENT), Span("Their", Tag.CAME)]


def test_agreeing_says_that_it_is_still_right(as_alice, decided, bob):
    article = again(bob, title="A loud quarry", excerpt="One.")
    for name in ("article-detail", "article-pane"):
        page = text(as_alice.get(url(name, article)))
        assert "<del>quiet</del><ins>loud</ins>" in page
        assert "Seen, still right" in page
    post(as_alice, "article-agree", article)
    assert "Seen, still right" not in text(as_alice.get(url("article-pane", article)))


def test_a_fold_has_no_time_of_decision(alice, bob, decided):
    lead = make_article()
    rows = Article.objects.filter(pk=decided.pk)
    rows.update(decided_at=None, state_by="seed", folded_into=lead)
    imported(bob, {PATH: seed(title="A loud quarry", excerpt="One.")})
    assert [row.label for row in since_decided(rows.get()).changed] == ["Title"]


def test_the_pane_offers_both_sides(as_alice, decided, alice, bob):
    edit(decided, alice, title="Our quarry")
    article = again(bob, title="Their quarry", excerpt="One.")
    page = text(as_alice.get(url("article-pane", article)))
    assert url("article-take-theirs", article) in page
    assert url("article-keep-ours", article) in page
