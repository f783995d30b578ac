"""The suggested score by key: taken where it is shown, and undone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.judgement.scores import suggesting
from articles.models import ScoreSuggestion
from articles.site import choices
from articles.site.choices import Choices
from tests.browser.desk import acts, all_saved, at, current, open_queue
from tests.factories import make_article, make_provider
from tests.judgement.scores.scored import learned, make_picture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stories(transactional_db):
    """Two that wait above what was learned from: the second of a stranger."""
    choices.write(Choices(shows_scores=True))
    provider, now = learned(), timezone.now()
    strange = make_article(
        title="Of a stranger", provider=make_provider(), published_at=now - timedelta(hours=2)
    )
    known = make_article(
        title="Of the Paper",
        provider=provider,
        quality=10,
        images=[make_picture()],
        published_at=now - timedelta(hours=1),
    )
    suggesting.refresh([known.pk, strange.pk])
    return known, strange


def test_in_the_queue(page, live_server, stories):
    known, _ = stories
    open_queue(page, live_server, "?queue=all")
    expect(current(page).locator("h2")).to_have_text("Of the Paper")
    expect(page.locator("#pane .suggested")).to_contain_text("Suggested: about")
    page.keyboard.press("=")
    all_saved(page)
    assert acts() == [("Of the Paper", "score")]
    known.refresh_from_db()
    assert known.quality == ScoreSuggestion.objects.get(article=known).score
    at(page, "Of a stranger")
    expect(page.locator("#pane h2")).to_have_text("Of a stranger")
    page.keyboard.press("=")
    expect(page.locator(".toast")).to_contain_text("No score is suggested here.")
    page.keyboard.press("z")
    all_saved(page)
    known.refresh_from_db()
    assert known.quality == 10


def test_on_the_articles_page(page, live_server, stories):
    known, strange = stories
    page.goto(f"{live_server.url}/desk/articles/{known.pk}/")
    page.keyboard.press("=")
    expect(page.locator("[data-suggested]")).to_be_disabled()
    page.keyboard.press("=")
    expect(page.locator(".toast")).to_contain_text("It has the score that is suggested.")
    page.goto(f"{live_server.url}/desk/articles/{strange.pk}/")
    page.keyboard.press("=")
    expect(page.locator(".toast")).to_contain_text("No score is suggested for it.")
