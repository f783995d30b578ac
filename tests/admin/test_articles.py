"""Articles in the admin site."""

import pytest
from django.contrib.admin.utils import flatten_fieldsets
from django.urls import reverse

from articles import paging
from articles.actions import articles as actions
from articles.admin.article_form import ArticleForm
from articles.admin.articles import ArticleAdmin
from articles.models import Article, BulkJob, Event, Review, State
from tests.admin.pages import address, errors_of, form_of, rich_article
from tests.bulk.many import worked
from tests.factories import make_article, make_image, make_topic

pytestmark = pytest.mark.django_db

LIST = address(Article, "changelist")


def page_of(article):
    return address(Article, "change", article.pk)


def send(client, article, **fields):
    page = page_of(article)
    return client.post(page, {**form_of(client.get(page)), **fields})


def listed(response):
    return [article.headline for article in response.context["cl"].result_list]


def test_every_field_of_the_form_is_drawn():
    """One that is not would be saved as empty."""
    assert (
        ArticleForm.declared_fields.keys() - set(flatten_fieldsets(ArticleAdmin.fieldsets)) == set()
    )


def test_an_unchanged_form_changes_nothing(as_bob):
    article = rich_article()
    assert send(as_bob, article).status_code == 302
    assert Article.objects.get(pk=article.pk).version == 1
    assert not Event.objects.exists()


def test_an_edit_goes_through_the_action(as_bob, bob):
    article = make_article(title="Old", excerpt="E", images=[make_image(), make_image()])
    response = send(as_bob, article, headline="New & old", summary="F", points=12)
    now = Article.objects.get()
    assert response.status_code == 302
    assert (now.title, now.excerpt, now.quality, now.decided_by) == ("New & old", "F", 12, bob)
    assert sorted(Event.objects.values_list("action", "actor_name")) == [
        ("edit", "Bob"),
        ("score", "Bob"),
    ]


@pytest.mark.parametrize(
    ("decision", "state", "review"),
    [
        ("publish", "published", "reviewed"),
        ("unpublish", "unpublished", "reviewed"),
        ("reject", "unset", "rejected"),
        ("reopen", "unset", "unreviewed"),
        ("agree", "unset", "reviewed"),
    ],
)
def test_a_decision(as_bob, decision, state, review):
    article = make_article(state=State.UNSET, review=Review.REVIEWED)
    send(as_bob, article, decision=decision)
    now = Article.objects.get()
    assert (now.state, now.review) == (state, review)
    assert Event.objects.get().action == decision


@pytest.mark.parametrize(
    ("decision", "state", "said"),
    [
        ("", "published", "by Bob: published by the rule"),
        ("agree", "published", "by Bob: published and pinned"),
        ("unpublish", "unpublished", "by Bob: held and pinned"),
    ],
)
def test_a_score_brings_the_rules_state_unless_a_decision_pins_one(as_bob, decision, state, said):
    article = make_article(quality=59, state=State.UNPUBLISHED)
    send(as_bob, article, points=90, decision=decision)
    now = Article.objects.get()
    assert (now.quality, now.state) == (90, state)
    assert said in as_bob.get(page_of(article)).content.decode()


def test_topics_keep_their_order(as_bob):
    last, first, new = make_topic(name="Z"), make_topic(name="A"), make_topic(name="M")
    article = make_article(topics=[last, first])
    send(as_bob, article, listed=[first.pk, last.pk])
    assert not Event.objects.exists()
    send(as_bob, article, listed=[new.pk, first.pk, last.pk])
    assert Article.objects.get().listed_topics == [last, first, new]


def test_an_empty_score_is_unscored(as_bob):
    article = make_article(quality=50)
    send(as_bob, article, points="")
    assert Article.objects.get().quality is None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"headline": ""}, "required"),
        *[
            ({"headline": blank}, "title is empty")
            for blank in ("\u200b", "\u3164", "\u2800", "\u0301")
        ],
        ({"points": "-1"}, "greater than or equal to 0"),
        ({"points": "10001"}, "less than or equal to"),
        ({"points": "x"}, "whole number"),
        ({"decision": "burn"}, "valid choice"),
        ({"listed": ["999"]}, "not one of the available choices"),
        ({"headline": "&lt;" * 120}, "shorten it"),
    ],
)
def test_what_cannot_be_saved(as_bob, fields, message):
    response = send(as_bob, make_article(title="Old"), **fields)
    assert response.status_code == 200
    assert message in errors_of(response)
    assert Article.objects.get().title == "Old"


def test_a_stale_form_is_refused(as_bob, alice):
    article = make_article(title="Old")
    form = form_of(as_bob.get(page_of(article)))
    actions.publish(article=article, by=alice, version=1)
    response = as_bob.post(page_of(article), {**form, "headline": "Mine"})
    assert "changed by somebody else" in errors_of(response)
    assert "Mine" in response.content.decode()
    assert Article.objects.get().title == "Old"


def test_saving_a_stale_form_again_is_a_decision(as_bob, alice):
    article = make_article(title="Old")
    form = form_of(as_bob.get(page_of(article)))
    actions.publish(article=article, by=alice, version=1)
    again = form_of(as_bob.post(page_of(article), {**form, "headline": "Mine"}))
    assert as_bob.post(page_of(article), again).status_code == 302
    assert Article.objects.get().title == "Mine"


def test_a_form_without_a_version_is_stale(as_bob):
    response = send(as_bob, make_article(title="Old"), headline="New", seen="")
    assert "changed by somebody else" in errors_of(response)
    assert Article.objects.get().title == "Old"


def test_half_a_change_is_no_change(as_bob, monkeypatch):
    article = make_article(title="Old")
    monkeypatch.setattr(actions, "MAX_SCORE", 10)
    response = send(as_bob, article, headline="New", points=11)
    assert "between 0 and 10" in errors_of(response)
    assert Article.objects.get().title == "Old"


def test_forged_fields_are_ignored(as_bob):
    article = make_article(title="Old", path="_news/a.md")
    send(as_bob, article, path="x", title="x", state="unpublished", version="9", heat="5")
    now = Article.objects.get()
    assert (now.path, now.title, now.state, now.version) == ("_news/a.md", "Old", "published", 1)


@pytest.mark.parametrize(
    ("action", "state", "told"),
    [
        ("publish_chosen", "published", "Publish 2 articles goes on in the background."),
        ("unpublish_chosen", "unpublished", "Hold 2 articles goes on in the background."),
    ],
)
def test_bulk_actions(as_bob, bob, action, state, told):
    chosen = [make_article(state=State.UNSET) for _ in range(2)]
    other = make_article(state=State.UNSET)
    form = {"action": action, "_selected_action": [article.pk for article in chosen]}
    response = as_bob.post(LIST, form, follow=True)
    assert told in response.content.decode()
    job = worked(BulkJob.objects.get())
    assert f"/desk/bulk/{job.pk}/" in response.content.decode()
    assert Article.objects.filter(state=state, decided_by=bob).count() == 2
    assert Article.objects.get(pk=other.pk).state == State.UNSET
    assert Event.objects.filter(actor=bob).count() == 2


def test_bulk_actions_on_too_many(as_bob, monkeypatch):
    monkeypatch.setattr("articles.bulk.seen.MOST", 1)
    chosen = [make_article() for _ in range(2)]
    form = {"action": "unpublish_chosen", "_selected_action": [article.pk for article in chosen]}
    response = as_bob.post(LIST, form, follow=True)
    assert "At most 1 articles at once" in response.content.decode()
    assert not BulkJob.objects.exists()


@pytest.mark.parametrize("person", ["as_alice", "as_charlie", "client"])
def test_bulk_actions_are_not_for_others(request, person):
    article = make_article()
    form = {"action": "unpublish_chosen", "_selected_action": [article.pk]}
    request.getfixturevalue(person).post(LIST, form)
    assert Article.objects.get().public


def test_search_by_words(as_bob):
    make_article(title="Sodium batteries arrive")
    make_article(title="Wind")
    assert listed(as_bob.get(LIST, {"q": "sodium batt"})) == ["Sodium batteries arrive"]


def test_search_by_address(as_bob):
    article = make_article(title="This one")
    make_article()
    url = f"{article.web_url}/?utm_source=x"
    assert listed(as_bob.get(LIST, {"q": url})) == ["This one"]


@pytest.mark.parametrize(
    ("filters", "headlines"),
    [
        ({"state__exact": "unpublished"}, ["Held"]),
        ({"review__exact": "rejected"}, ["Rejected"]),
        ({"score": "unscored"}, ["Unscored"]),
        ({"score": "high"}, ["Held"]),
        ({"score": "low"}, ["Rejected"]),
        ({"topic": "energy"}, ["Held"]),
    ],
)
def test_filters(as_bob, filters, headlines):
    energy = make_topic(slug="energy")
    make_article(title="Held", state=State.UNPUBLISHED, topics=[make_topic(parent=energy)])
    make_article(title="Rejected", review="rejected", quality=5)
    make_article(title="Unscored", quality=None)
    assert listed(as_bob.get(LIST, filters)) == headlines


@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.parametrize("order", ["", "-5"])
@pytest.mark.parametrize(("score", "headlines"), [("high", ["60", "70"]), ("low", ["59", "69"])])
def test_scores_are_held_against_each_articles_threshold(
    as_bob, monkeypatch, few, order, score, headlines
):
    monkeypatch.setattr(paging, "FEW", few)
    topic = make_topic(threshold=60)
    for quality, topics in ((59, [topic]), (60, [topic]), (69, []), (70, [])):
        make_article(title=str(quality), quality=quality, topics=topics)
    assert sorted(listed(as_bob.get(LIST, {"score": score, "o": order}))) == headlines


def test_the_list_shows_scores(as_bob):
    make_article(quality=None)
    make_article(quality=82)
    page = as_bob.get(LIST).content.decode()
    assert '<td class="field-points">–</td>' in page
    assert '<td class="field-points">82</td>' in page


def test_people_read_of_holding_only(as_bob):
    make_article()
    page = as_bob.get(LIST).content.decode()
    form = as_bob.get(page_of(Article.objects.get())).content.decode()
    assert ">Hold<" in page
    assert ">Hold<" in form
    assert "Unpublish" not in page + form


def test_its_history(as_bob, alice):
    article = make_article()
    page = address(Article, "history", article.pk)
    assert "Nothing has happened" in as_bob.get(page).content.decode()
    actions.unpublish(article=article, by=alice, version=1)
    assert "Alice held it" in as_bob.get(page).content.decode()


def test_its_related_coverage_and_picture(as_bob):
    page = as_bob.get(page_of(rich_article())).content.decode()
    assert "by the seed" in page
    assert f"/pictures/{'ab' * 16}/story.webp" in page


def test_an_article_without_a_picture_gets_a_drawing(as_bob):
    article = make_article()
    for page in (LIST, page_of(article)):
        assert '<svg class="picture drawn"' in as_bob.get(page).content.decode()


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"state": State.PUBLISHED}, "Published"),
        ({"state": State.UNPUBLISHED}, "Held"),
        ({"review": "rejected"}, "Rejected"),
        ({"quality": None}, "Unscored"),
    ],
)
def test_its_status(as_bob, fields, shown):
    make_article(**fields)
    html = f'<span class="status {shown.lower()}">{shown}</span>'
    assert html in as_bob.get(LIST).content.decode()


def test_the_ways_out_of_its_page(as_bob, alice):
    article = make_article()
    page = as_bob.get(page_of(article)).content.decode()
    assert reverse("desk:article-detail", args=[article.pk]) in page
    assert reverse("public:article", args=[article.slug]) in page
    actions.unpublish(article=article, by=alice, version=1)
    assert reverse("public:article", args=[article.slug]) not in as_bob.get(page_of(article)).text
