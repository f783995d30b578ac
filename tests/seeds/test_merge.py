import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.seeds.merge import merge, merge_fields, merge_links
from articles.seeds.values import EDITABLE, FOLLOWING, METRICS, ArticleValues, LinkValue

FIELDS = FOLLOWING + METRICS + EDITABLE


def values(**fields):
    return ArticleValues(
        **{**dict.fromkeys(FIELDS, ""), "related": (), "topics": (), "images": (), **fields}
    )


def updates(result):
    return {name: getattr(result.merged, name) for name in result.changed}


def link(name, title=""):
    url = f"https://{name}.example"
    return LinkValue(url, url, title or name, "", "article", "", "", None, None)


def links(names):
    return tuple(link(name) for name in names)


def names(merged):
    return "".join(link.title for link in merged)


@pytest.mark.parametrize("field", FOLLOWING)
def test_what_nobody_here_edits_follows(field):
    result = merge(values(), values(**{field: "new"}), values())
    assert (result.result, updates(result)) == ("content", {field: "new"})


@pytest.mark.parametrize("field", METRICS)
def test_metrics_follow_silently(field):
    result = merge(values(), values(**{field: "new"}), values())
    assert (result.result, updates(result)) == ("metrics", {field: "new"})


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "kind", "kept"),
    [
        ("a", "a", "a", "unchanged", "a"),
        ("a", "b", "a", "content", "b"),  # nobody edited: follow
        ("a", "a", "o", "unchanged", "o"),  # edited: stay
        ("a", "b", "o", "conflict", "o"),  # both: ours stays
        ("a", "b", "b", "unchanged", "b"),  # the same change on both sides
    ],
)
@pytest.mark.parametrize("field", [field for field in EDITABLE if field != "related"])
def test_what_editors_change(field, base, theirs, ours, kind, kept):
    result = merge(values(**{field: base}), values(**{field: theirs}), values(**{field: ours}))
    assert result.result == kind
    assert getattr(result.merged, field) == kept
    assert result.conflicts == ((field,) if kind == "conflict" else ())


def test_a_pinned_decision_stays_where_it_equals_the_base():
    result = merge(values(), values(state="new"), values(), pinned=["state"])
    assert result.conflicts == ("state",)


def test_a_pinned_decision_with_the_same_outcome_is_no_conflict():
    assert (
        merge(values(), values(state="new"), values(state="new"), ["state"]).result == "unchanged"
    )


def test_fields_merge_one_by_one():
    theirs = values(title="T", excerpt="T", heat=7)
    result = merge(values(), theirs, values(title="O"))
    assert (result.conflicts, updates(result)) == (("title",), {"excerpt": "T", "heat": 7})


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "merged"),
    [
        ("ab", "abc", "ab", "abc"),  # the seed adds
        ("ab", "a", "ab", "a"),  # the seed drops
        ("ab", "ba", "ab", "ba"),  # the seed reorders
        ("ab", "abc", "abx", "abcx"),  # an editor added
        ("abc", "abcd", "ac", "acd"),  # an editor removed
        ("abc", "abcd", "cab", "cabd"),  # an editor reordered
        ("abc", "ab", "cba", "ba"),  # … and the seed drops
        ("ab", "ba", "xab", "xab"),  # an editor put one first
        ("ab", "bx", "abx", "bx"),  # both added the same
        ("ab", "", "abx", "x"),
        ("", "ab", "x", "abx"),
        ("ab", "b", "", ""),
    ],
)
def test_related_stories_merge_one_by_one(base, theirs, ours, merged):
    assert names(merge_links(links(base), links(theirs), links(ours))) == merged


def test_a_rewritten_related_story_comes_in():
    merged = merge_links(links("ab"), (link("a", "A"), link("b")), links("ba"))
    assert names(merged) == "bA"


def test_a_related_story_dropped_on_both_sides_changes_nothing():
    result = merge(
        values(related=links("ab")), values(related=links("a")), values(related=links("ax"))
    )
    assert result.result == "unchanged"


some_links = st.lists(st.sampled_from("abcdef"), unique=True).map(links)
some_values = st.builds(
    ArticleValues,
    **{name: st.sampled_from("abc") for name in FIELDS if name != "related"},
    related=some_links,
)


@given(some_values, some_values)
def test_an_unchanged_seed_changes_nothing(base, ours):
    result = merge(base, base, ours)
    assert (result.result, updates(result)) == ("unchanged", {})


@given(some_values, some_values)
def test_an_unedited_article_takes_everything(base, theirs):
    result = merge(base, theirs, base)
    assert result.conflicts == ()
    assert result.merged == theirs


@given(some_values, some_values, some_values, st.sets(st.sampled_from(["state", "quality"])))
def test_merging_again_changes_nothing_more(base, theirs, ours, pinned):
    """But perhaps the order of related stories: it cannot tell any more whose that was."""
    once = merge(base, theirs, ours, pinned)
    again = merge(base, theirs, once.merged, pinned)
    assert set(again.merged.related) == set(once.merged.related)
    assert set(again.changed) <= {"related"}
    assert again.conflicts == once.conflicts


@given(some_values, some_values, some_values)
def test_ours_is_never_lost(base, theirs, ours):
    result = merge(base, theirs, ours)
    for name in EDITABLE:
        old, new, here = (getattr(values, name) for values in (base, theirs, ours))
        if name != "related" and here not in (old, new):
            assert name not in result.changed


def test_a_field_can_be_left_as_it_is():
    result = merge(values(), values(state="new", title="T"), values())
    assert updates(result.leaving("state")) == {"title": "T"}


@pytest.mark.parametrize(
    ("options", "updates", "conflicts"),
    [
        ({}, {"a": 2}, ["b"]),
        ({"follow": ("b",)}, {"a": 2, "b": 2}, []),
        ({"pinned": ("a",)}, {}, ["a", "b"]),
    ],
)
def test_fields_of_anything_are_merged_alike(options, updates, conflicts):
    fields = [("a", 1, 2, 1), ("b", 1, 2, 3), ("c", 1, 1, 3), ("d", 1, 2, 2)]
    assert merge_fields(fields, **options) == (updates, conflicts)
