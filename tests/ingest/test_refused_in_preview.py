"""What the database would refuse is refused before, in words, by a dry run as by the import.

For each rule of the tables that seeds fill there is a seed that would break it. It is refused with
`words`, or, where there are none, what is stored keeps the rule.
"""

import pytest

from articles.models import (
    Article,
    ArticleImage,
    ArticleTopic,
    Conflict,
    Image,
    Provider,
    RelatedLink,
    SeedFile,
    Topic,
    TopicRedirect,
)
from articles.seeds.document import Picture, ProviderRef
from tests.ingest.batches import PATH, bring_in, numbered, provider, related, seed, topic, zipped

pytestmark = pytest.mark.django_db

FILLED = (
    *(Article, ArticleImage, ArticleTopic, Conflict, Image),
    *(Provider, RelatedLink, SeedFile, Topic, TopicRedirect),
)
NO_KEY = None  # no key of a seed sets it
LONG_URL = "https://a.example/" + "x" * 2000
LONG_DOMAIN = ".".join(["x" * 60] * 5)


def one(**fields):
    return {PATH: seed(**fields)}


def link(**fields):
    return one(related=(related("x", **fields),))


def raw(key, value):
    return {PATH: seed().replace(b"secured:", f"{key}: {value}\nsecured:".encode())}


def topics(*files):
    return {f"_data/topics/{n:02}-{f[0]}.yaml": topic(*f) for n, f in enumerate(files)}


def registry(*files):
    return {f"_data/organizations/{n}.md": provider(*file) for n, file in enumerate(files)}


def shown(url, **fields):
    return one(images=(Picture(url=url, **fields),))


BREAKERS = {
    "article_title_not_empty": (one(title=""), "title is empty"),
    "article_not_folded_into_itself": NO_KEY,
    "article_state_known": (
        {PATH: seed().replace(b"published: true", b"published: maybe")},
        "true or false",
    ),
    "article_review_known": NO_KEY,
    "article_state_by_known": NO_KEY,
    "article_state_by_whom_and_when": NO_KEY,
    "article_rejected_by_somebody": NO_KEY,
    "article_by_a_rule_of_the_desk": NO_KEY,
    "article_quality_0_to_10000": (one(quality=10_001), "0 to 10000"),
    "article_threshold_0_to_100": NO_KEY,
    "article_threshold_of_a_topic": NO_KEY,
    "article_heat_1_to_10000": (one(heat=-2), "-1 to 10000"),
    "article_path_max_500": ({f"_news/{'x/' * 300}a.md": seed()}, "path is longer than 500"),
    "article_slug_max_255": ({f"_news/{'x' * 400}.md": seed()}, ""),
    "article_slug": ({"_news/a.md": numbered(1), "_archive/_news/a.md": numbered(2)}, ""),
    "article_path": ({**one(), "_news/b.md": numbered(2)}, ""),
    "article_canonical_url_max_2000": (
        one(web_url="https://a.example/" + "{" * 700),
        "longer than 2000",
    ),
    "article_original_url_max_2000": (one(original_url=LONG_URL), "2000"),
    "article_web_url_max_2000": (one(web_url=LONG_URL), "2000"),
    "article_amp_url_max_2000": (one(amp_url=LONG_URL), "2000"),
    "article_cdn_amp_url_max_2000": (one(cdn_amp_url=LONG_URL), "2000"),
    "article_category_max_50": (one(category="x" * 51), "shorten it to 50"),
    "article_type_max_50": (one(type="x" * 51), "shorten it to 50"),
    "article_title_max_500": (one(title="x" * 501), "shorten it to 500"),
    "article_provider_name_max_200": (
        one(provider=ProviderRef(name="x" * 201, domain="a.example")),
        "shorten it to 200",
    ),
    "articleimage_once": (one(images=(Picture(url="https://a.example/1"),) * 2), ""),
    "articletopic_once": (one(topics=("Energy", "ENERGY")), ""),
    "conflict_once": NO_KEY,
    "conflict_field_max_30": NO_KEY,
    "image_url": (one(images=(Picture(url="https://a.example/1"),) * 2), ""),
    "image_state_known": NO_KEY,
    "image_file_has_digest": ({**shown("/assets/images/a.png"), "assets/images/a.png": b"x"}, ""),
    "image_url_max_2000": (shown("/assets/images/" + "x" * 2000), "2000"),
    "image_title_max_500": (shown("https://a.example/1", title="x" * 501), "shorten it to 500"),
    "image_digest_max_32": NO_KEY,
    "image_problem_max_300": NO_KEY,
    "provider_domain": (registry(("a.example", "A"), ("WWW.A.example", "B")), "the same domain"),
    "provider_domain_bare": (
        {**registry(("www.net", "W")), **one(provider=ProviderRef(name="W", domain="www.com"))},
        "",
    ),
    "provider_domain_max_253": (
        one(provider=ProviderRef(name="X", domain=LONG_DOMAIN)),
        "253|example.com",
    ),
    "provider_at_most_1_to_30": NO_KEY,
    "provider_note_max_500": NO_KEY,
    "provider_owner_max_100": NO_KEY,
    "provider_muted_by_max_150": NO_KEY,
    "provider_name_max_200": (registry(("a.example", "x" * 201)), "shorten it to 200"),
    "relatedlink_once": (one(related=(related("x"), related("x"))), ""),
    "relatedlink_not_to_itself": (link(web_url="https://harbour.example/ferry#top"), ""),
    "relatedlink_origin_known": NO_KEY,
    "relatedlink_canonical_url_max_2000": (
        link(web_url="https://a.example/" + "{" * 700),
        "longer than 2000",
    ),
    "relatedlink_url_max_2000": (link(web_url=LONG_URL), "2000"),
    "relatedlink_title_max_500": (link(title="x" * 501), "shorten it to 500"),
    "relatedlink_type_max_50": (link(type="x" * 51), "shorten it to 50"),
    "relatedlink_provider_name_max_200": (
        link(provider=ProviderRef(name="x" * 201, domain="a.example")),
        "shorten it to 200",
    ),
    "relatedlink_provider_domain_max_253": (
        link(provider=ProviderRef(name="X", domain=LONG_DOMAIN)),
        "253|example.com",
    ),
    "seedfile_path": ({**one(), "_news/b.md": numbered(2)}, ""),
    "seedfile_kind_known": NO_KEY,
    "seedfile_path_max_500": (
        {f"_data/topics/{'x/' * 300}a.yaml": topic("a", "A")},
        "path is longer than 500",
    ),
    "seedfile_digest_max_32": NO_KEY,
    "topic_slug": (topics(("power", "Power"), ("power", "Current")), "the same _id"),
    "topic_name_unique": (topics(("power", "Power"), ("current", "POWER")), "rename one"),
    "topic_not_its_own_parent": (topics(("power", "Power", "Power")), "part of itself"),
    "topic_threshold_0_to_100": NO_KEY,
    "topic_slug_max_100": (topics(("x" * 101, "Power")), "shorten it to 100"),
    "topic_name_max_100": (topics(("power", "x" * 101)), "shorten it to 100"),
    "topic_short_name_max_100": (
        {"_data/topics/1-a.yaml": topic("a", "A", shortname="x" * 101)},
        "shorten it to 100",
    ),
    "topicredirect_slug": NO_KEY,
    "topicredirect_slug_max_100": NO_KEY,
}


def rules():
    for model in FILLED:
        name = model._meta.model_name
        yield from (constraint.name for constraint in model._meta.constraints)
        for field in model._meta.concrete_fields:
            if field.unique and not field.primary_key:
                yield f"{name}_{field.name}"


def told(report):
    return [(line.path, line.result.value, line.message) for line in report.files]


@pytest.mark.parametrize("rule", [*rules()])
def test_a_rule_is_kept_or_a_seed_refused_in_words(rule, tmp_path):
    assert rule in BREAKERS, f"{rule}: say in BREAKERS what seed would break it"
    if BREAKERS[rule] is NO_KEY:
        return
    files, words = BREAKERS[rule]
    batch = zipped(tmp_path / "batch.zip", files)
    promised, report = bring_in(batch, dry_run=True), bring_in(batch)
    assert told(promised) == told(report)
    refused = [line.message for line in report.files if line.result == "error"]
    assert len(refused) == (1 if words else 0)
    for message in refused:
        assert any(word in message for word in words.split("|"))
        assert "stored" not in message


TOGETHER = {
    "one name": topics(("power", "Power"), ("current", "POWER")),
    "one _id": topics(("power", "Power"), ("power", "Current")),
    "each above the other": topics(("power", "Power", "Current"), ("current", "Current", "Power")),
    "one domain": registry(("www.com", "A"), ("WWW.com", "B")),
    "a parent that only a child names": topics(("power", "Power", "Energy"), ("wind", "Wind")),
}


@pytest.mark.parametrize("case", TOGETHER)
@pytest.mark.parametrize("at_a_time", [1, 100])
def test_a_preview_knows_what_files_mean_together(case, at_a_time, tmp_path, monkeypatch):
    monkeypatch.setattr("articles.ingest.plan.changed_files.FIRST", at_a_time)
    batch = zipped(tmp_path / "batch.zip", TOGETHER[case])
    promised = bring_in(batch, dry_run=True, chunk=at_a_time)
    assert not Topic.objects.exists()
    assert not Provider.objects.exists()
    assert told(promised) == told(bring_in(batch, chunk=at_a_time))


def test_what_only_the_database_refuses_is_said_in_words(tmp_path, monkeypatch):
    """As if the reader did not look."""
    monkeypatch.setattr("articles.seeds.limits.MAX_PROVIDER", 300)
    batch = zipped(tmp_path / "batch.zip", registry(("a.example", "x" * 201)))
    promised = bring_in(batch, dry_run=True)
    assert told(promised) == told(bring_in(batch))
    (line,) = promised.files
    assert "shorten" in line.message or "too long" in line.message
