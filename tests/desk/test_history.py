import pytest
from django.db import connection
from django.urls import reverse

from articles.actions import articles, providers
from articles.desk.history import pages
from articles.history.undo import undo_act
from articles.models import Article, Event, ImportBatch
from tests.bulk import many
from tests.desk.pages import text
from tests.factories import make_article, make_batch, make_provider, make_topic, make_user
from tests.history.acts import edit, edit_topic
from tests.imports.staged import imported, undone
from tests.ingest.batches import PATH, numbered, seed
from tests.queries import count_queries, plan, queries

URL = reverse("desk:history")


def publish(by, count=1, **fields):
    for _ in range(count):
        articles.publish(article=make_article(**fields), by=by, version=1)


def said(client, **filters):
    rows = client.get(URL, filters).context["page"].rows
    return [told.said for row in rows if hasattr(row, "told") for told in row.told]


def test_doors(doors):
    doors(URL, "get")


def test_tells_what_everybody_did_newest_first(as_alice, alice, bob):
    publish(alice, title="A quarry")
    edit_topic(make_topic(name="Energy"), bob, name="Power")
    halyard = make_provider(name="Halyard")
    providers.note(provider=halyard, by=alice, version=1, note="Ask first")
    assert said(as_alice) == [
        "Alice noted “Ask first”, on “Halyard”",
        "Bob changed the name from Energy to Power and the aliases from none to Energy, on “Power”",
        "Alice published “A quarry”",
    ]


def test_an_act_on_many_is_one_line_that_leads_to_each(as_alice, alice):
    for _ in range(7):
        make_article(state="unpublished")
    job = many.done(alice)
    assert said(as_alice) == ["Alice published 7 articles"]
    assert f"{URL}?act={job.act}" in text(as_alice.get(URL))
    assert len(said(as_alice, act=job.act)) == 7


def test_an_act_on_many_leads_to_its_page_however_few_they_are(as_alice, alice):
    for _ in range(2):
        make_article(state="unpublished")
    job = many.done(alice)
    assert said(as_alice) == ["Alice published 2 articles"]
    assert reverse("desk:bulk-detail", args=[job.pk]) in text(as_alice.get(URL))


def test_says_once_why_an_article_was_rejected(as_alice, alice):
    article = make_article(title="A quarry")
    articles.reject(article=article, by=alice, version=1, reason="An advertisement")
    [row] = as_alice.get(URL).context["page"].rows
    [told] = row.told
    assert told.said == "Alice rejected “A quarry”: An advertisement"
    assert "An advertisement" not in str(told.differences)


def test_says_before_and_after_word_by_word(as_alice, alice):
    energy, water = make_topic(name="Energy"), make_topic(name="Water")
    article = make_article(title="A quarry becomes a battery", topics=[energy])
    edit(article, alice, title="A quarry becomes a lake", topics=[water])
    page = text(as_alice.get(URL))
    assert "A quarry becomes a <del>battery</del><ins>lake</ins>" in page
    assert "<del>Energy</del>, <ins>Water</ins>" in page


def test_texts_are_escaped(as_alice, alice):
    edit(make_article(), alice, title="<script>alert(1)</script>")
    assert "<script>alert" not in text(as_alice.get(URL))


def test_each_act_of_an_editor_has_its_undo(as_alice, alice, bob):
    publish(alice)
    edit_topic(make_topic(), bob, name="Power")
    of_topic, published = as_alice.get(URL).context["page"].rows
    assert (of_topic.undoable, published.undoable) == (False, True)
    as_alice.post("/desk/undo/", {"group": published.group, "next": URL})
    undo, _, published = as_alice.get(URL).context["page"].rows
    assert published.undone
    assert undo.undoable


def test_an_import_is_one_line(as_alice, as_bob, bob):
    imported(bob, {PATH: seed()})
    batch = ImportBatch.objects.get()
    page = text(as_alice.get(URL))
    assert f"Bob imported batch {batch.pk}" in page
    assert reverse("desk:import-detail", args=[batch.pk]) not in page
    assert reverse("desk:import-detail", args=[batch.pk]) in text(as_bob.get(URL))
    assert any("Imported from batch" in line for line in said(as_alice, batch=batch.pk))


def test_an_import_that_did_nothing_is_no_history(as_alice, bob):
    make_batch()
    batch = imported(bob, {PATH: seed()})
    assert as_alice.get(URL).context["page"].rows == [batch]


def test_the_undo_of_an_import_is_one_act_that_is_not_undone_here(as_alice, bob):
    imported(bob, {PATH: seed()})
    batch = ImportBatch.objects.get()
    undone(batch, bob)
    row = as_alice.get(URL).context["page"].rows[0]
    undo, *each = [told.said for told in row.told]
    assert undo == f"The import of batch {batch.pk} was undone by Bob"
    assert f"“{Article.objects.get().headline}”: {undo}: the state from published to held" in each
    assert not row.undoable
    assert said(as_alice, act=row.group)[::-1] == [undo, *each]


def test_who_is_gone_keeps_the_name(as_alice):
    ines = make_user("ines", first_name="Ines", last_name="Kord")
    publish(ines, title="A quarry")
    ines.delete()
    assert said(as_alice) == ["Ines Kord published “A quarry”"]


def test_who_was_renamed_has_the_new_name(as_alice, alice):
    publish(alice, title="A quarry")
    alice.last_name = "Anders"
    alice.save()
    assert said(as_alice) == ["Alice Anders published “A quarry”"]


def test_narrowed_by_who(as_alice, alice, bob):
    publish(alice, title="Hers")
    publish(bob, title="His")
    imported(bob, {PATH: seed()})
    assert said(as_alice, who=alice.pk) == ["Alice published “Hers”"]
    assert len(as_alice.get(URL, {"who": bob.pk}).context["page"].rows) == 2


def test_narrowed_by_what(as_alice, alice, bob):
    publish(alice, title="A quarry")
    articles.score(article=Article.objects.get(), by=alice, version=2, quality=12)
    assert said(as_alice, kind="decisions") == ["Alice published “A quarry”"]
    batch = imported(bob, {PATH: seed()})
    assert as_alice.get(URL, {"kind": "imports"}).context["page"].rows == [batch]


def test_narrowed_to_one_thing(as_alice, alice, bob):
    topic, halyard = make_topic(name="Energy"), make_provider(name="Halyard")
    imported(bob, {PATH: seed()})
    article = Article.objects.get()
    articles.publish(article=article, by=alice, version=1)
    edit_topic(topic, bob, description="All of it")
    providers.note(provider=halyard, by=alice, version=1, note="Ask")
    of_article = said(as_alice, article=article.pk)
    assert of_article[0] == f"Alice published “{article.headline}”"
    assert "Imported from batch" in of_article[1]
    assert len(said(as_alice, topic=topic.pk)) == len(said(as_alice, provider="Halyard")) == 1


def test_narrowed_by_when(as_alice, alice):
    publish(alice, 3)
    days = ["2026-11-01", "2026-11-02", "2026-11-03"]
    for event, day in zip(Event.objects.order_by("pk"), days, strict=True):
        Event.objects.filter(pk=event.pk).update(at=f"{day}T12:00Z")
    assert len(said(as_alice, since="2026-11-02")) == 2
    assert len(said(as_alice, until="2026-11-02")) == 1
    assert len(said(as_alice, since="2026-11-02T12:00", until="2026-11-02T12:01")) == 1


@pytest.mark.parametrize(
    "filters",
    [
        {"since": "yesterday"},
        {"until": "2026-06-31"},
        {"who": "99999"},
        {"kind": "x"},
        {"article": "9" * 30},
        {"act": "x"},
    ],
)
def test_what_cannot_be_read_is_refused(as_alice, filters):
    assert as_alice.get(URL, filters).status_code == 422


def test_pages_meet_and_keep_the_filters(as_alice, alice, bob, monkeypatch):
    monkeypatch.setattr(pages, "PAGE_SIZE", 2)
    for number in range(3):
        publish(alice)
        imported(bob, {f"_news/2026-11-2{number}-a.md": numbered(number)})
    seen, address = [], URL
    while address:
        page = as_alice.get(address).context["page"]
        seen += page.rows
        address = f"{URL}?after={page.after}".replace("+", "%2B") if page.after else ""
    assert [isinstance(row, ImportBatch) for row in seen] == [True, False] * 3
    assert "kind=decisions&amp;after=" in text(as_alice.get(URL, {"kind": "decisions"}))


def test_nothing_yet(as_alice):
    assert "Nothing of that kind has happened." in text(as_alice.get(URL))


@pytest.mark.parametrize("cursor", ["x", "!", "~!~", "2026~9!x", "²"])
def test_a_mangled_link_starts_from_the_top(as_alice, alice, cursor):
    publish(alice)
    assert len(said(as_alice, after=cursor)) == 1


def test_takes_as_many_queries_for_20_acts_as_for_10_and_50(as_alice, alice, bob, monkeypatch):
    monkeypatch.setattr(pages, "PAGE_SIZE", 100)
    counts = []
    for more in (10, 10, 30):
        publish(alice, more)
        edit_topic(make_topic(), bob, description="New")
        undo_act(act=Event.objects.filter(action="publish").first().group, by=alice)
        counts.append(count_queries(as_alice, URL))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite says how it would do it")
@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({}, "event_by_hand"),
        ({"since": "2026-11-01"}, "event_by_hand"),
        ({"kind": "scores"}, "event_by_hand"),
        ({"who": "me"}, "event_by_person"),
    ],
)
def test_an_index_answers_it(as_alice, alice, filters, index):
    filters = {name: alice.pk if value == "me" else value for name, value in filters.items()}
    asked = [
        sql
        for sql in queries(lambda: as_alice.get(URL, filters))
        if "NOT EXISTS" in sql.replace("(", "")
    ]
    steps = " ".join(plan(asked[0]))
    assert f"USING INDEX {index}" in steps
    assert "TEMP B-TREE" not in steps
