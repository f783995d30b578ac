"""Logos that articles name for their providers."""

import pytest

from articles.actions import providers
from articles.actions.catalog import Catalog
from articles.history import undo
from articles.images import store
from articles.imports import undo as batch_undo
from articles.models import Event, ImageState, Provider
from articles.seeds.document import Picture, ProviderRef
from tests.factories import make_image, make_provider
from tests.ingest.batches import bring_in, counted, numbered, provider, tarred, write

pytestmark = pytest.mark.django_db
HARBOUR = "_data/organizations/harbour.example.md"
SMALL, LARGE = "assets/images/organizations/h-50.png", "assets/images/organizations/h-400.png"


def article(number, *logos, **fields):
    images = tuple(Picture(url=url, width=width) for url, width in logos)
    harbour = ProviderRef(name="Harbour", domain="harbour.example", images=images)
    return {f"_news/{number}.md": numbered(number, provider=harbour, **fields)}


@pytest.fixture
def site(tmp_path):
    """Import these files of a site."""
    return lambda files: bring_in(write(tmp_path / "site", files))


def logo():
    return Provider.objects.get(domain="harbour.example").logo


def test_a_logo_without_a_provider_file(site):
    site({**article(1, (f"https://site.example/{SMALL}", 50)), SMALL: b"logo"})
    assert (logo().digest, logo().state) == (store.digest_of(b"logo"), ImageState.PENDING)


def test_a_provider_that_is_here_already_gets_it_and_the_history_says_so(site):
    make_provider(domain="harbour.example")
    report = site({**article(1, (f"/{SMALL}", 50)), SMALL: b"logo"})
    event = Event.objects.get(provider__domain="harbour.example")
    assert (event.before, event.after) == ({"logo": None}, {"logo": f"/{SMALL}"})
    assert (event.action, event.batch) == ("import", report.batch)


def test_one_that_is_not_here_stays_where_no_other_is_either(db):
    here = make_image(url="https://site.example/a.png", state=ImageState.REMOTE)
    make_provider(domain="harbour.example", logo=here)
    make_image(url="https://site.example/b.png", state=ImageState.REMOTE)
    named = {"harbour.example": ["https://site.example/b.png"]}
    assert list(providers.show_logos(named, Catalog())) == []


def test_the_largest_comes_first(site):
    site({**article(1, (f"/{SMALL}", 50), (f"/{LARGE}", 400)), SMALL: b"s", LARGE: b"l"})
    assert logo().digest == store.digest_of(b"l")


def test_one_that_is_here_comes_before_a_larger_one_that_is_not(site):
    site({**article(1, (f"/{SMALL}", 50), (f"/{LARGE}", 400)), SMALL: b"s"})
    assert logo().digest == store.digest_of(b"s")


def test_the_first_that_is_here_stays(site):
    first, second = article(1, (f"/{SMALL}", 50)), article(2, (f"/{LARGE}", 400))
    site({**first, **second, SMALL: b"s", LARGE: b"l"})
    site(article(3, (f"/{LARGE}", 400)))
    assert logo().digest == store.digest_of(b"s")


def test_one_that_cannot_be_shown_gives_way(site):
    site(article(1, ("https://cdn.example/h.png", 50)))
    assert logo().state == ImageState.REMOTE
    site({**article(2, (f"/{SMALL}", 50)), SMALL: b"s"})
    assert logo().digest == store.digest_of(b"s")


def test_a_file_that_comes_after_its_article(tmp_path):
    """As in an archive that is read from front to back."""
    files = {**article(1, (f"/{SMALL}", 50)), SMALL: b"s"}
    bring_in(tarred(tmp_path / "site.tar", files, "w"))
    assert logo().digest == store.digest_of(b"s")


@pytest.mark.parametrize("here", [{LARGE: b"l"}, {}], ids=["here", "elsewhere"])
def test_what_the_providers_own_file_names_beats_it(site, here):
    own = provider("harbour.example", "Harbour", f"/{LARGE}")
    site({**article(1, (f"/{SMALL}", 50)), SMALL: b"s", HARBOUR: own, **here})
    assert logo().url == f"/{LARGE}"


def test_a_provider_file_that_names_none_leaves_it_until_it_names_one(site):
    site({**article(1, (f"/{SMALL}", 50)), SMALL: b"s", HARBOUR: provider("harbour.example", "H")})
    assert logo().url == f"/{SMALL}"
    report = site({HARBOUR: provider("harbour.example", "H", f"/{LARGE}")})
    assert logo().url == f"/{LARGE}"
    assert (report.counts["content"], report.counts["conflict"]) == (1, 0)


def test_a_change_of_the_logo_alone_is_no_news(site):
    site(article(1))
    report = site({**article(1, (f"/{SMALL}", 50)), SMALL: b"s"})
    assert counted(report) == {"metrics": 1, "new": 1}
    assert logo().digest == store.digest_of(b"s")


def test_a_preview_gives_no_logos(tmp_path):
    make_provider(domain="harbour.example")
    files = {**article(1, (f"/{SMALL}", 50)), SMALL: b"s"}
    bring_in(write(tmp_path / "site", files), dry_run=True)
    assert not logo()


def test_an_undone_import_takes_its_logo_back_and_done_again_brings_it(site, bob):
    make_provider(domain="harbour.example")
    batch = site({**article(1, (f"/{SMALL}", 50)), SMALL: b"s"}).batch
    event = Event.objects.get(provider__domain="harbour.example")
    undone = undo.undo_events(events=[event], by=bob, act=event.group)
    assert (logo(), undone.done, undone.skipped) == (None, 1, [])
    (back,) = Event.objects.filter(action="undo", provider__domain="harbour.example")
    undo.undo_events(events=[back], by=bob, act=back.group)
    assert logo().url == f"/{SMALL}"
    assert batch_undo.undoable(batch)


def test_providers_cost_the_same_number_of_queries(django_assert_max_num_queries):
    named = {}
    for number in range(3):
        shown = make_image(state=ImageState.READY, digest="ab" * 16)
        make_provider(domain=f"p{number}.example", logo=shown)
        named[f"p{number}.example"] = [make_image().url]
    with django_assert_max_num_queries(2):
        assert not list(providers.show_logos(named, Catalog()))
