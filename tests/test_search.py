"""What is typed finds what is meant; the index follows every way of writing."""

from types import SimpleNamespace

import pytest
from django.db import connection

from articles import search
from articles.history.undo import undo_act
from articles.migrations._search import with_search
from articles.models import Article, Event
from articles.seeds.document import ProviderRef
from tests.factories import make_article
from tests.history.acts import edit
from tests.ingest.batches import PATH, bring_in, seed, write
from tests.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(
        title="Sodium-ion cells reach the grid",
        excerpt="A café in Zürich runs on GPT-5 batteries. It&#8217;s the&nbsp;first.",
        provider_name="The Daily Volt",
    )


def found(text):
    return set(search.matching(Article.objects.all(), text))


@pytest.mark.parametrize(
    "text",
    [
        "sodium",
        "SODIUM",
        "grid sodium",
        "sodium-ion",
        "sodium-ion cel",
        "sodium zurich volt",
        "Zürich",
        "zurich",
        "cafe",
        "CAFÉ",
        "gpt-5",
        "gpt 5",
        "GPT",
        "it's the first",
        "it’s",
        "sod",
        "grid so",
        "gpt-5 bat",
        "daily volt",
        '"ion cells reach"',
        "“reach the grid”",
        '"it s the first"',
        '"reach the" volt',
        '"reach the grid',
        "grid!",
        "  grid  ",
        "^grid",
    ],
)
def test_found(article, text):
    assert found(text) == {article}


@pytest.mark.parametrize(
    "text",
    [
        "lithium",
        "sodium lithium",
        "sod grid",
        "odium",
        "ion-sodium",
        '"grid the reach"',
        '"sod"',
        "sodium OR lithium",
        "NOT lithium",
        "title:sodium",
        "sodium NEAR/2 zurich",
        "8217",
        "nbsp",
    ],
)
def test_not_found(article, text):
    assert found(text) == set()


def test_nothing_typed_changes_nothing(article):
    everything = Article.objects.all()
    assert search.matching(everything, "") is everything
    assert search.matching(everything, " \t\n") is everything


@pytest.mark.parametrize(
    "text", ["!!!", '"', '""', '" "', "*", "-", "\0", "( ) :", "%_", "'", "…", "\u0301"]
)
def test_nothing_but_punctuation_finds_nothing(article, text):
    assert found(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "sodium\0",
        'sodium"',
        "sodium*",
        "sodium' OR 1=1 --",
        "sodium) OR (title:",
        "sodium & | ! <-> :*",
        "{title excerpt} : sodium",
        "sodium \\",
        "%s %(x)s {}",
        "\udc80 sodium",
        "\u202esodium",
        "word " * 2000,
        "x" * 20_000,
        '"' * 2000,
        "é" * 300,
        "नमस्ते दुनिया",
        "עברית مرحبا",
        "😀 sodium",
        "ﷺ ½ ² Ⅷ",
        "\u0301",
        "a\u0301",
        "'a' 'b",
    ],
)
def test_whatever_is_typed_is_safe(article, text):
    assert found(text) <= {article}


def test_only_so_much_is_read():
    assert len(search.parse("word " * 2000)) == search.MOST
    assert sum(len(term.words) for term in search.parse("x" * 20_000)) == search.LONGEST


@pytest.mark.parametrize("char", ["'", '"', "\\", "\0", "*", ":", "(", "&", "%"])
def test_terms_hold_no_sign(char):
    terms = search.parse(f'a{char}b "c{char}d" {char} e{char}')
    assert all(char not in term.words for term in terms)


def test_only_the_last_word_may_be_unfinished():
    assert [term.prefix for term in search.parse('one "two" thr')] == [False, False, True]
    assert [term.prefix for term in search.parse('one "two"')] == [False, False]
    assert [term.prefix for term in search.parse("o")] == [False]


@pytest.mark.parametrize("text", ["电池", "钠离子", "电池 日报", "钠离子电池进入电网", "GPT电池"])
def test_chinese_is_found_inside_a_run(text):
    chinese = make_article(
        title="钠离子电池进入电网", excerpt="GPT电池，首次。", provider_name="中国日报网"
    )
    make_article(title="风力发电")
    assert found(text) == {chinese}


def test_chinese_and_other_words_are_both_needed(article):
    both = make_article(title="钠离子 Sodium")
    assert found("钠 sodium") == {both}


@pytest.mark.parametrize("text", ["Привет", "привет", "ПРИВЕТ", "прив", "йод"])
def test_cyrillic(text):
    russian = make_article(title="Привет, йод")
    assert found(text) == {russian}


def test_the_queryset_stays_as_narrow_as_it_was(article):
    make_article(title="Sodium too", state="unpublished")
    assert list(search.matching(Article.objects.public(), "sodium")) == [article]


def test_it_can_be_filtered_ordered_and_counted_further(article):
    newer = make_article(title="Sodium too", quality=10)
    matching = search.matching(Article.objects.all(), "sodium")
    assert list(matching.order_by("quality")) == [newer, article]
    assert matching.exclude(pk=newer.pk).count() == 1
    assert Article.objects.filter(pk__in=matching.values("pk")[:5]).count() == 2


def test_many_words_cost_as_many_queries_as_one(article):
    one = len(queries(lambda: found("sodium")))
    assert len(queries(lambda: found("sodium ion cells 电池 grid"))) == one


@pytest.mark.parametrize("text", ["sodium", "sod", '"ion cells reach"', "grid zurich", "gpt-5 bat"])
def test_what_is_too_common_to_collect_is_found_as_well(article, monkeypatch, text):
    monkeypatch.setattr(search, "FEW", 0)
    assert found(text) == {article}


@pytest.mark.parametrize("text", ["odium", '"sod"', "sodium lithium", '"cells ion"'])
def test_what_is_too_common_to_collect_has_to_fit_as_well(article, monkeypatch, text):
    monkeypatch.setattr(search, "FEW", -1)
    assert found(text) == set()


@pytest.mark.parametrize("field", ["title", "excerpt"])
def test_edits_keep_the_index(article, alice, field):
    edit(article, alice, **{field: "Lithium &amp; more"})
    assert found("lithium amp more daily volt") == {article}
    assert found("sodium zurich") == set()


def test_undo_keeps_the_index(article, alice):
    edit(article, alice, title="Lithium returns")
    undo_act(act=Event.objects.get().group, by=alice)
    assert found("sodium") == {article}
    assert found("lithium") == set()


def test_imports_keep_the_index(tmp_path):
    ferry = {"title": "A qui&eacute;t f&#233;rry", "excerpt": "Bertha&#146;s plan"}
    bring_in(write(tmp_path, {PATH: seed(**ferry)}))
    assert len(found("quiet ferry bertha's plan harbour")) == 1
    bring_in(write(tmp_path, {PATH: seed(**{**ferry, "title": "A loud barge"})}))
    assert len(found("loud bertha’s")) == 1
    assert found("quiet") == set()
    renamed = ProviderRef(name="Kai", domain="harbour.example")
    bring_in(write(tmp_path, {PATH: seed(**ferry, provider=renamed)}))
    assert len(found("kai quiet")) == 1
    assert found("harbour") == set()


def test_other_updates_leave_it_alone(article):
    Article.objects.update(quality=1, title=article.title)
    assert found("sodium") == {article}


def test_deleting_keeps_the_index(article):
    article.delete()
    assert found("sodium") == set()
    assert make_article(title="Lithium") in found("lithium")


def test_a_rebuilt_table_gets_its_triggers_back(article):
    """SQLite drops them with the table, which nearly every migration of articles rebuilds."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in ("add", "remove", "change"):
                cursor.execute(f"DROP TRIGGER articles_search_{name}")
    *_, last = with_search()
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        last.code(None, editor)
    assert found("sodium") == {article}
    assert make_article(title="Lithium") in found("lithium")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the index of SQLite")
def test_the_index_is_sound_after_many_changes(article):
    for title in ("Café & bar", "’", "x" * 500, "钠离子"):
        Article.objects.update(search_words=title)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_search WHERE articles_search MATCH 'sodium'")
        assert cursor.fetchone() == (0,)
        cursor.execute("INSERT INTO articles_search (articles_search) VALUES ('integrity-check')")


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        *[
            (f"Bertha{sign}s plan", "bertha's plan")
            for sign in ("'", "’", "&apos;", "&#x27;", "&#39;")
        ],
        *[
            (f"Bertha{sign}s plan", "bertha’s")
            for sign in ("'", "&#146;", "&#8217;", "&amp;#8217;", "ʼ")
        ],
        *[
            (f"Caf{letter} plan", "cafe plan")
            for letter in ("é", "e\u0301", "&eacute;", "&#233;", "&#xE9;")
        ],
        ("Caf&eacute; plan", "CAFÉ"),
        ("Łódź &amp; Malmö", "lodz malmo"),
        ("Stra&szlig;e", "strasse"),
        ("Smørrebrød", "smorrebrod"),
        ("Wi&shy;nd\u200bmill", "windmill"),
        ("ＧＰＴ and ﬁnance", "gpt finance"),
        ("Ναυτιλία", "ναυτιλια"),
        ("&#20013;&#22269; 电池", "中国"),
    ],
)
def test_finds_what_people_read(stored, typed):
    article = make_article(title=stored)
    make_article(title="Another")
    assert found(typed) == {article}


def test_what_nobody_reads_is_not_looked_through():
    make_article(title="A &eacute;clair &amp;#8217;", excerpt='<p class="zinc">Tin</p>')
    assert found("tin")
    assert not any(map(found, ("zinc", "eacute", "8217", "amp")))
