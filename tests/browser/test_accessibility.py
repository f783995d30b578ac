"""axe finds nothing on any page: of readers, the desk, accounts and the admin site."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.base import AXE_SCRIPT
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from articles.models import (
    Article,
    BatchState,
    BulkItem,
    BulkJob,
    BulkResult,
    BulkState,
    Conflict,
    Event,
    ImportItem,
    Provider,
    Topic,
)
from tests.desk.imports import make_preview
from tests.factories import NOON, PASSWORD, make_item
from tests.judgement.pairs import make_pair
from tests.security.routes import make_samples, whole_pages
from tests.security.test_sign_in import totp

pytestmark = pytest.mark.django_db(transaction=True)

EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = {
    "light": ({}, {"runOnly": EVERYTHING}),
    "dark": ({"color_scheme": "dark"}, {"runOnly": ["color-contrast"]}),
    "phone": ({"viewport": {"width": 390, "height": 844}}, {"runOnly": EVERYTHING}),
}


@pytest.fixture
def look_at(open_page):
    """Opens pages on which axe may style what it measures: our policy forbids that to others."""

    def look_at(user=None, **options):
        return open_page(user, bypass_csp=True, **options)

    return look_at


@pytest.fixture
def newsroom(db):
    samples = make_samples()
    call_command("import_seeds", "fixtures/demo", verbosity=0)
    article = Article.objects.get(pk=samples["article"]["pk"])
    Conflict.objects.create(article=article, field="excerpt", theirs="Other words", at=NOON)
    Event.objects.create(article=article, action="score", at=NOON, after={"quality": 3})
    one, other, third = Article.objects.exclude(pk=article.pk)[:3]
    make_pair(one, other), make_pair(other, third)
    make_pair(one, third, settled_at=timezone.now() + timedelta(minutes=5))  # since it was entered
    return samples


def states_of_pages(samples):
    """More of what a page can look like than a first visit shows."""
    article = Article.objects.filter(links__isnull=False).first()
    yield from ("/nowhere/", "/desk/?state=held", "/desk/?q=nothing-has-this-word")
    yield f"/desk/articles/{article.pk}/?q=wind"
    yield f"/news/{article.slug}/"
    yield f"/topics/{Topic.objects.filter(parent__isnull=False).first().slug}/"
    yield f"/admin/articles/article/{article.pk}/change/"
    yield f"/admin/articles/provider/{Provider.objects.first().pk}/change/"
    yield "/admin/articles/article/?q=wind&review=unreviewed"
    yield "/admin/articles/article/?o=-4&score=high"
    for job in make_jobs(article):
        yield f"/desk/bulk/{job.pk}/"
    for state in BatchState.values:
        batch = make_preview(state=state, source=f"A batch that is {state}")
        yield f"/desk/imports/{batch.pk}/"
    make_item(batch=batch, path="_news/six.md", result="new", duplicate_of="_news/one.md")
    for item in ImportItem.objects.filter(batch=batch):
        yield f"/desk/imports/{batch.pk}/items/{item.pk}/"


def make_jobs(article):
    """An act on many articles in each of its states, with one article of each result."""
    for state in BulkState.values:
        job = BulkJob.objects.create(what="publish", seen_at=NOON, state=state, query="queue=all")
        for result in BulkResult.values:
            BulkItem.objects.create(
                job=job, title="A story", version=1, result=result, reason=result
            )
        job.items.filter(result="waiting").update(article=article)
        yield job


@pytest.fixture
def found(live_server):
    """Opens a path and notes what axe has to say of it, and where."""

    def look(page, path, options, act=lambda page: None):
        page.goto(live_server.url + path)
        act(page)
        page.evaluate(AXE_SCRIPT)
        result = page.evaluate("options => axe.run(options)", options)
        return [
            f"{path} {violation['id']}: {node['html'][:160]} {_why(node)}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    return look


def _why(node):
    return "; ".join(check["message"] for check in node["any"] + node["all"] + node["none"])[:160]


@pytest.mark.parametrize("look", LOOKS)
def test_every_page(look_at, newsroom, bob, found, forgiven, look):
    forgiven.append("404")
    context, options = LOOKS[look]
    paths = [*whole_pages(bob, newsroom), *states_of_pages(newsroom)]
    page = look_at(bob, **context)
    lines = [line for path in paths for line in found(page, path, options)]
    assert not lines, "\n".join(lines)
    assert len(paths) > 60


def test_the_current_row_is_seen_without_our_colours(look_at, newsroom, alice, live_server):
    page = look_at(alice, forced_colors="active")
    page.goto(f"{live_server.url}/desk/")
    page.keyboard.press("j")
    page.wait_for_selector("#rows > [aria-current]")
    seen = """row => [getComputedStyle(row).outlineStyle, getComputedStyle(row).borderLeftColor]"""
    current = page.eval_on_selector("#rows > [aria-current]", seen)
    others = page.eval_on_selector_all("#rows > :not([aria-current])", f"rows => rows.map({seen})")
    assert current[0] == "solid"
    assert [other for other in others if other[0] != "none" or other[1] == current[1]] == []


def test_pages_of_a_visitor(look_at, newsroom, found):
    page = look_at()
    paths = ["/accounts/login/", "/accounts/inactive/", "/", "/topics/", "/about/"]
    options = LOOKS["light"][1]
    lines = [line for path in paths for line in found(page, path, options)]
    assert not lines, "\n".join(lines)


def test_what_opens_on_a_page(look_at, newsroom, alice, found):
    page = look_at(alice)
    options = LOOKS["light"][1]

    def help_of_keys(page):
        page.keyboard.press("?")

    def filters(page):
        page.locator("#filters summary, summary:has-text('Filter')").first.click()

    def picks(page):
        page.keyboard.press("x")
        page.keyboard.press("b")

    acts = (help_of_keys, filters, picks)
    lines = [line for act in acts for line in found(page, "/desk/", options, act)]
    lines += found(page, "/desk/basket/", options)
    assert not lines, "\n".join(lines)


def test_forms_that_were_refused(look_at, newsroom, bob, found):
    page = look_at(bob)
    options = LOOKS["light"][1]

    def save(page):
        page.evaluate("document.querySelector('#content-main form').noValidate = true")
        with page.expect_navigation():
            page.locator("[name=_save]").click()

    paths = ["articles/topic/add/", "auth/user/add/"]
    lines = [line for path in paths for line in found(page, f"/admin/{path}", options, save)]
    assert not lines, "\n".join(lines)


def test_pages_of_an_account(look_at, live_server, alice, found):
    """Those that ask for the password once more, and those of a second factor."""
    page = look_at()
    options = LOOKS["light"][1]
    page.goto(f"{live_server.url}/accounts/login/?next=/accounts/")
    wrong = lambda page: _sign_in(page, "not the password")  # noqa: E731
    lines = found(page, "/accounts/login/", options, wrong)
    _sign_in(page, PASSWORD)
    page.wait_for_url("**/desk/")
    page.goto(f"{live_server.url}/accounts/reauthenticate/")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    page.goto(f"{live_server.url}/accounts/2fa/totp/activate/")
    lines += found(page, "/accounts/2fa/totp/activate/", options)
    secret = page.locator("code.secret").inner_text()
    page.fill("[name=code]", totp(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery-codes/")
    for path in ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"):
        lines += found(page, f"/accounts/2fa/{path}", options)
    for path in ("webauthn/", "webauthn/add/", "../password/change/"):
        lines += found(page, f"/accounts/2fa/{path}", options)
    cache.clear()
    stranger = look_at()
    stranger.goto(f"{live_server.url}/accounts/login/")
    _sign_in(stranger, PASSWORD)
    stranger.wait_for_url("**/2fa/authenticate/")
    lines += found(stranger, "/accounts/2fa/authenticate/", options)
    assert not lines, "\n".join(lines)
    assert Authenticator.objects.exists()


def _sign_in(page, password):
    page.fill("[name=login]", "alice")
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.keyboard.press("Enter")
