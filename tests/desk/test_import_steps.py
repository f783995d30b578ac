"""From one broken file of an import to the next, over all pages of their list."""

import pytest

from articles.desk.imports import broken_files
from articles.models import ImportItem
from tests.desk.imports import HTMX, make_preview, text, url
from tests.factories import make_item
from tests.seeds.samples import ARTICLE as GOOD


@pytest.fixture
def batch(db):
    """Three broken files, with others between them."""
    batch = make_preview()
    for name in ("five", "six"):
        make_item(batch=batch, path=f"_news/{name}-good.md", result="new")
        make_item(batch=batch, path=f"_news/{name}.md", result="error", data=b"---\n", line=1)
    make_item(result="error", path="_news/of-another-import.md")
    return batch


def keys(batch):
    return list(batch.items.filter(result="error").values_list("pk", flat=True))


def steps(page, batch):
    """The links of a page, by the way they go."""
    addresses = {key: f'href="{url("import-item", batch, key)}"' for key in keys(batch)}
    nav = page.partition('class="steps"')[2].partition("</nav>")[0]
    before, _, after = nav.partition('data-step="1"')
    found = [
        [key for key, address in addresses.items() if address in part] for part in (before, after)
    ]
    return [part[0] if part else None for part in found]


def test_each_leads_to_the_one_before_and_the_one_after(batch, as_bob):
    first, second, third = keys(batch)
    for key, beside, place in (
        (first, [third, second], "1 of 3"),
        (second, [first, third], "2 of 3"),
        (third, [second, first], "3 of 3"),
    ):
        for options in ({}, {"headers": HTMX}):
            page = text(as_bob.get(url("import-item", batch, key), **options))
            assert (steps(page, batch), place in page) == (beside, True)


def test_from_the_ends_it_goes_round_and_says_so(batch, as_bob):
    first, second, third = keys(batch)
    words = ("Last error again", "Previous error", "Next error", "First error again")
    for key, said in ((first, words[::2]), (second, words[1:3]), (third, words[1::2])):
        page = text(as_bob.get(url("import-item", batch, key)))
        assert tuple(word for word in words if word in page) == said


def test_the_only_one_leads_nowhere(as_bob):
    batch = make_preview()
    page = text(as_bob.get(url("import-item", batch, keys(batch)[0])))
    assert ("1 of 1" in page, "data-step" in page) == (False, False)


def test_once_it_is_mended_it_leads_on(batch, as_bob):
    first, second, third = keys(batch)
    path = url("import-mend", batch, second)
    page = text(as_bob.post(path, {"text": GOOD}, headers=HTMX))
    assert (steps(page, batch), "2 left" in page) == ([first, third], True)


def test_without_scripts_a_mended_file_leads_on(batch, as_bob):
    first, second, third = keys(batch)
    response = as_bob.post(url("import-mend", batch, second), {"text": GOOD}, follow=True)
    assert steps(text(response), batch) == [first, third]


def test_a_file_that_was_never_broken_has_none(batch, as_bob):
    item = batch.items.get(path="_news/one.md")
    page = text(as_bob.get(url("import-item", batch, item.pk), headers=HTMX))
    assert "data-step" not in page


def test_where_nothing_is_broken_nothing_leads_on(as_bob):
    batch = make_preview()
    item = batch.items.get(result="error")
    page = text(as_bob.post(url("import-mend", batch, item.pk), {"text": GOOD}, headers=HTMX))
    assert ("data-step" in page, 'class="steps"' in page) == (False, False)
    assert broken_files.turn(ImportItem.objects.get(pk=item.pk)).count == 0
