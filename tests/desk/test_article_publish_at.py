from django.utils import timezone

from articles.actions.teamwork import schedule
from articles.models import Article, State
from tests.desk.pages import moment, post, stale, text, url


def test_doors(doors, article):
    doors(url("article-publish-at", article))


def test_plans_and_says_when(as_alice, article):
    typed, said = moment()
    response = post(as_alice, "article-publish-at", article, at=typed)
    page = text(as_alice.get(response["Location"]))
    assert f"To be published on {said}: “A quarry becomes a battery”" in page
    assert '<span class="status">Waits</span>' in page
    assert f'value="{typed}"' in page
    article.refresh_from_db()
    assert (article.state, article.publish_by.username) == ("unpublished", "alice")


def test_with_htmx_the_row_waits(as_alice, article):
    typed, _ = moment()
    row = text(post(as_alice, "article-publish-at", article, htmx=True, at=typed))
    assert 'class="row waits done"' in row
    assert "<span>until " in row


def test_readers_see_it_at_its_time_and_not_before(as_alice, client, article):
    addresses = ["/", "/feed.atom", f"/news/{article.slug}/", "/sitemap.xml"]
    typed, _ = moment()
    post(as_alice, "article-publish-at", article, at=typed)
    assert not any(article.slug in text(client.get(address)) for address in addresses)
    Article.objects.update(publish_at=timezone.now())
    schedule.run_due()
    assert all(article.slug in text(client.get(address)) for address in addresses)


def test_the_button_says_what_it_does(as_alice, article):
    page = url("article-detail", article)
    assert "Hold now, publish then" in text(as_alice.get(page))
    Article.objects.update(state=State.UNPUBLISHED)
    assert ">Publish then<" in text(as_alice.get(page))


def test_what_is_no_time_is_refused(as_alice, article):
    for typed, words in (
        ("", "Choose a day and a time."),
        ("yesterday", "“yesterday” is no time: write it like 2026-12-31 07:00 (UTC)."),
        ("31.12.2026 8:00", "“31.12.2026 8:00” is no time: write it like 2026-12-31 07:00 (UTC)."),
        ("2020-01-01T07:00", "1 January 2020, 07:00 UTC has passed: choose a later time."),
    ):
        response = post(as_alice, "article-publish-at", article, at=typed)
        assert response.status_code == 422
        assert words in text(response)
    article.refresh_from_db()
    assert article.version == 1


def test_a_stale_version_changes_nothing(as_alice, article):
    assert stale(as_alice, "article-publish-at", article, at=moment()[0]).status_code == 409


def test_a_decision_says_what_it_cancelled(as_alice, article):
    typed, said = moment()
    post(as_alice, "article-publish-at", article, at=typed)
    article.refresh_from_db()
    page = text(post(as_alice, "article-reject", article, htmx=True))
    assert f"what was planned for {said} is cancelled" in page
