"""Every named constraint of the database refuses what it is there to refuse."""

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, connection, transaction

from articles.models import (
    AccountEvent,
    BasketItem,
    BulkItem,
    BulkJob,
    Conflict,
    Decision,
    DeskSettings,
    Event,
    Refusal,
    RelatedLink,
    ScoreComparison,
    ScoreModel,
    ScoreSuggestion,
    Site,
)
from tests.factories import (
    NOON,
    make_alert,
    make_article,
    make_batch,
    make_delivery,
    make_feature,
    make_hook,
    make_image,
    make_item,
    make_link,
    make_mail,
    make_mention,
    make_note,
    make_provider,
    make_saved_view,
    make_seed,
    make_topic,
    make_user,
)
from tests.judgement.pairs import make_pair
from tests.rules import make_rule

pytestmark = pytest.mark.django_db


def make_event():
    return Event.objects.create(article=make_article(), action="publish", at=NOON)


def make_conflict():
    return Conflict.objects.create(article=make_article(), field="title", at=NOON)


def make_redirect():
    return make_topic().old_slugs.create(slug="old")


def make_bulk_item():
    job = BulkJob.objects.create(what="publish", seen_at=NOON)
    return BulkItem.objects.create(job=job, article=make_article(), title="A story", version=1)


def make_basket_item():
    return BasketItem.objects.create(person=make_user("erin"), article=make_article(), position=0)


def make_refusal():
    return Refusal.objects.create(one=make_article(), other=make_article())


def make_duplicate():
    return make_pair(make_article(), make_article())


def make_suggested(model, **fields):
    learned = ScoreModel.objects.create(
        learned_at=NOON, examples=30, base=50, effects=[], errors={"": 5}
    )
    return model.objects.create(model=learned, score=60, usually_within=5, **fields)


def make_comparison():
    event = make_event()
    return make_suggested(ScoreComparison, event=event, provider=event.article.provider, given=60)


def make_score_suggestion():
    return make_suggested(ScoreSuggestion, article=make_article(), reasons=[])


MAKERS = {
    "accountevent": lambda: AccountEvent.objects.create(at=NOON, kind="made", name="erin"),
    "article": make_article,
    "articleimage": lambda: make_article(images=[make_image()]).article_images.get(),
    "articletopic": lambda: make_article(topics=[make_topic()]).article_topics.get(),
    "basketitem": make_basket_item,
    "bulkitem": make_bulk_item,
    "alert": make_alert,
    "bulkjob": lambda: BulkJob.objects.create(what="publish", seen_at=NOON),
    "conflict": make_conflict,
    "decision": lambda: Decision.objects.create(article=make_article(), at=NOON, waited=60),
    "delivery": make_delivery,
    "desksettings": lambda: DeskSettings.objects.create(user=make_user("erin")),
    "duplicate": make_duplicate,
    "event": make_event,
    "feature": make_feature,
    "hook": make_hook,
    "image": make_image,
    "importbatch": make_batch,
    "importitem": make_item,
    "mail": make_mail,
    "mention": lambda: make_mention(make_user("erin")),
    "note": make_note,
    "provider": make_provider,
    "refusal": make_refusal,
    "relatedlink": lambda: make_link(make_article()),
    "rule": make_rule,
    "savedview": lambda: make_saved_view(feed_digest="ab"),
    "site": lambda: Site.objects.create(pk=1, authority="news.example", since=NOON),
    "scorecomparison": make_comparison,
    "scoresuggestion": make_score_suggestion,
    "seedfile": lambda: make_seed(make_article(), "text"),
    "topic": make_topic,
    "topicredirect": make_redirect,
}


def update(**fields):
    """A row of the constraint's model is set to what must not be."""
    return lambda row: type(row).objects.filter(pk=row.pk).update(**fields)


def again(**fields):
    """The row is there a second time, but for these fields."""

    def insert(row):
        row.pk = None
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(force_insert=True)

    return insert


def into_itself(field):
    return lambda row: type(row).objects.filter(pk=row.pk).update(**{field: row.pk})


def link_to_itself(row):
    RelatedLink.objects.filter(pk=row.pk).update(target=row.article)


def give(threshold):
    """Have it from a topic that has such a one."""
    return lambda row: update(threshold=threshold, threshold_of=make_topic())(row)


def turn_round(row):
    type(row).objects.filter(pk=row.pk).update(one=row.other, other=row.one)


BREAKERS = {
    "accountevent_kind_known": update(kind="maybe"),
    "article_title_not_empty": update(title=""),
    "article_not_folded_into_itself": into_itself("folded_into"),
    "article_state_known": update(state="maybe"),
    "article_review_known": update(review="maybe"),
    "article_state_by_known": update(state_by="maybe"),
    "article_state_by_whom_and_when": update(state_by="rule"),
    "article_rejected_by_somebody": update(review="rejected"),
    "article_by_a_rule_of_the_desk": update(state_by="desk"),
    "article_threshold_0_to_100": give(101),
    "article_threshold_of_a_topic": update(threshold=60),
    "article_quality_0_to_10000": update(quality=-1),
    "article_heat_1_to_10000": update(heat=-2),
    "articletopic_once": again(),
    "articleimage_once": again(),
    "basketitem_once": again(),
    "bulkitem_once": again(),
    "bulkitem_result_known": update(result="maybe"),
    "alert_every_known": update(every="never"),
    "alert_hour_of_day": update(every="day", hour=24),
    "bulkjob_state_known": update(state="maybe"),
    "bulkjob_what_known": update(what="maybe"),
    "conflict_once": again(),
    "delivery_state_known": update(state="maybe", next_at=None),
    "delivery_waits_until": update(next_at=None),
    "desksettings_density_known": update(density="maybe"),
    "duplicate_once": again(),
    "duplicate_in_order": turn_round,
    "feature_once": again(),
    "event_has_subject": update(article=None),
    "image_state_known": update(state="maybe", digest="ab"),
    "image_file_has_digest": update(state="ready"),
    "mail_state_known": update(state="maybe", next_at=None),
    "mail_waits_until": update(next_at=None),
    "importbatch_state_known": update(state="maybe"),
    "importitem_kind_known": update(kind="maybe"),
    "importitem_result_known": update(result="maybe"),
    "importitem_address_choice_known": update(address_choice="maybe"),
    "decision_against_known": update(against="maybe"),
    "provider_at_most_1_to_30": update(at_most=31),
    "provider_domain_bare": update(domain="www.paper.example"),
    "mention_once": again(),
    "refusal_once": again(),
    "scorecomparison_given_0_to_10000": update(given=10_001),
    "scoresuggestion_score_0_to_10000": update(score=10_001),
    "refusal_in_order": turn_round,
    "relatedlink_once": again(),
    "relatedlink_not_to_itself": link_to_itself,
    "relatedlink_origin_known": update(origin="maybe"),
    "rule_act_known": update(act="maybe"),
    "rule_name_not_empty": update(name=""),
    "rule_query_not_empty": update(query=""),
    "rule_points_1000_to_1000": update(points=1001),
    "savedview_name_unique": lambda row: make_saved_view(owner=row.owner, name=row.name.upper()),
    "savedview_feed_unique": again(name="Another"),
    "savedview_name_not_empty": update(name=""),
    "seedfile_kind_known": update(kind="maybe"),
    "site_is_one": update(id=2),
    "topic_name_unique": lambda row: make_topic(name=row.name.upper()),
    "topic_not_its_own_parent": into_itself("parent"),
    "topic_threshold_0_to_100": update(threshold=101),
}


def constraints():
    return [
        pytest.param(model, constraint, id=constraint.name)
        for model in apps.get_app_config("articles").get_models()
        for constraint in model._meta.constraints
    ]


def breaker(constraint):
    """What breaks it: for a length, a text that is one too long."""
    known = BREAKERS.get(constraint.name)
    if known or "_max_" not in constraint.name:
        return known
    field, limit = constraint.name.partition("_")[2].split("_max_")
    return update(**{field: "x" * (int(limit) + 1)})


@pytest.mark.parametrize("domain", ["www.com", "www.net", "www.www", "paper.example"])
def test_a_domain_with_nothing_but_www_before_its_end(domain):
    assert make_provider(domain=domain).pk


@pytest.mark.parametrize("domain", ["", "www.paper.example", "www.www.com", "www.co.example"])
def test_a_domain_that_is_not_bare(domain):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_provider(domain=domain)


@pytest.mark.parametrize(("model", "constraint"), constraints())
def test_a_constraint_holds(model, constraint):
    break_it = breaker(constraint)
    assert break_it, f"{constraint.name} has no test: add what breaks it to BREAKERS"
    row = MAKERS[model._meta.model_name]()
    with pytest.raises((IntegrityError, DataError)) as error, transaction.atomic():
        break_it(row)
    if connection.vendor == "postgresql" and isinstance(error.value, IntegrityError):
        assert constraint.name in str(error.value)
