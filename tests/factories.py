"""Rows for tests: every argument has a sensible default, every call makes something new."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone

from articles.actions.topic_index import reindex
from articles.judgement import indexing
from articles.models import (
    Alert,
    Article,
    ArticleImage,
    ArticleTopic,
    Delivery,
    Feature,
    Hook,
    Image,
    ImportBatch,
    ImportItem,
    Mail,
    Mention,
    Note,
    Provider,
    RelatedLink,
    Review,
    SavedView,
    SeedFile,
    State,
    StateBy,
    Topic,
)
from articles.permissions import EDITORS, GROUPS
from articles.search import SEARCHED, words_of
from articles.seeds.kinds import FileKind

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PASSWORD = "correct horse battery"  # of everybody whom make_user makes

_number = count(1)


def make_user(username, group=None, **fields):
    fields = {"first_name": username.capitalize(), **fields}
    user = User.objects.create_user(username, password=PASSWORD, **fields)
    if group:
        user.groups.add(make_group(group))
    return user


def make_group(name):
    """Tests that truncate the tables lose the groups that a migration made."""
    group, created = Group.objects.get_or_create(name=name)
    if created:
        group.permissions.set(Permission.objects.filter(codename__in=GROUPS[name]))
    return group


def make_item(**fields):
    """A new article's file, waiting in a batch of its own unless one is given."""
    defaults = {"path": "_news/2026-11-19-ferry.md", "kind": "article", "result": "new"}
    fields["batch"] = fields.get("batch") or make_batch()
    return ImportItem.objects.create(**{**defaults, **fields})


def make_batch(**fields):
    return ImportBatch.objects.create(**{"source": "a test", "started_at": NOON, **fields})


def make_provider(**fields):
    n = next(_number)
    return Provider.objects.create(
        **{"domain": f"paper{n}.example", "name": f"Paper {n}", **fields}
    )


def make_topic(**fields):
    n = next(_number)
    return Topic.objects.create(**{"slug": f"topic-{n}", "name": f"Topic {n}", **fields})


def make_image(**fields):
    return Image.objects.create(
        **{
            "url": f"/assets/images/news/{next(_number)}.jpg",
            "width": 1200,
            "height": 800,
            **fields,
        }
    )


def make_article(*, topics=(), images=(), **fields):
    """A public article, imported just now, a minute older than the last; `topics` are listed in
    order and filed.

    With a `review` it was decided by a person, at noon.
    """
    article = Article.objects.create(**_article_fields(**fields))
    _list(article, topics)
    for position, image in enumerate(images):
        ArticleImage.objects.create(article=article, image=image, position=position)
    reindex([article.pk])
    indexing.note([article.pk])
    return Article.objects.get(pk=article.pk)


def make_link(article, **fields):
    """A snapshot of a story elsewhere, or a link to another article with `target=`."""
    n = next(_number)
    target = fields.get("target")
    url = target.url if target else f"https://elsewhere.example/story-{n}"
    return RelatedLink.objects.create(
        article=article,
        **{
            "position": article.links.count(),
            "canonical_url": target.canonical_url if target else url,
            "url": url,
            "title": target.title if target else f"Coverage {n}",
            "provider_name": "Elsewhere",
            "provider_domain": "elsewhere.example",
            **fields,
        },
    )


def make_saved_view(**fields):
    """What waits, as somebody called it, unless another query is given."""
    n = next(_number)
    fields["owner"] = fields.get("owner") or make_user(f"owner{n}", EDITORS)
    return SavedView.objects.create(**{"name": f"View {n}", "query": "queue=waiting", **fields})


def make_hook(**fields):
    """Of a view of its own unless one is given, last looked at when it was made."""
    now = timezone.now() - timedelta(hours=2)
    fields["view"] = fields.get("view") or make_saved_view(query="queue=all")
    defaults = {"url": "https://hook.example/", "secret": "s", "since": now, "checked_at": now}
    return Hook.objects.create(**{**defaults, **fields})


def make_delivery(**fields):
    fields["hook"] = fields.get("hook") or make_hook()
    now = timezone.now()
    return Delivery.objects.create(**{"body": "{}", "made_at": now, "next_at": now, **fields})


def make_alert(**fields):
    """Of a view of its own unless one is given, due since it was made; its owner's address is
    confirmed."""
    now = timezone.now() - timedelta(hours=2)
    view = fields["view"] = fields.get("view") or make_saved_view(query="queue=all")
    view.owner.email = view.owner.email or f"{view.owner.username}@paper.example"
    view.owner.save()
    EmailAddress.objects.create(user=view.owner, email=view.owner.email, verified=True)
    defaults = {"every": "once", "since": now, "checked_at": now, "next_at": now}
    return Alert.objects.create(**{**defaults, **fields})


def make_mail(**fields):
    fields["alert"] = fields.get("alert") or make_alert()
    now, body = timezone.now(), '{"articles": [], "count": 0, "said": "0"}'
    return Mail.objects.create(**{"body": body, "made_at": now, "next_at": now, **fields})


def make_feature(article=None, **fields):
    """An article on top of its first topic, or of a new one."""
    article = article or make_article(topics=[make_topic()])
    until = timezone.now() + timedelta(days=1)
    topic = article.listed_topics[0]
    return Feature.objects.create(**{"article": article, "topic": topic, "until": until, **fields})


def make_note(article=None, **fields):
    fields = {"by_name": "Erin", "at": NOON, "text": "A note.", "act": uuid4(), **fields}
    return Note.objects.create(article=article or make_article(), **fields)


def make_mention(person, note=None, **fields):
    return Mention.objects.create(note=note or make_note(), person=person, **fields)


def make_seed(article, text):
    """The file that the article follows."""
    return SeedFile.objects.create(
        path=article.path,
        kind=FileKind.ARTICLE,
        digest=f"{next(_number):032}",
        text=text,
        article=article,
        batch=article.batch,
    )


def _article_fields(**fields):
    n = next(_number)
    defaults = {
        "path": f"_news/2026-11-20-story-{n}.md",
        "slug": f"2026-11-20-story-{n}",
        "canonical_url": f"https://paper.example/story-{n}",
        "web_url": f"https://www.paper.example/story-{n}",
        "original_url": f"https://www.paper.example/story-{n}",
        "title": f"Story {n}",
        "excerpt": f"What happened in story {n}.",
        "published_at": NOON - timedelta(minutes=n),
        "quality": 80,
        "state": State.PUBLISHED,
        "imported_at": timezone.now(),
    }
    if fields.get("review", Review.UNREVIEWED) != Review.UNREVIEWED:
        defaults |= {"decided_at": NOON, "state_by": StateBy.PERSON}
    fields = {**defaults, **fields}
    fields.setdefault("day", fields["published_at"].astimezone(UTC).date())
    texts = (fields.get(name, "") for name in SEARCHED)
    fields.setdefault("search_words", words_of(*texts))
    fields.setdefault("updated_at", fields["published_at"])
    fields.setdefault("provider", None)
    fields["provider"] = fields["provider"] or _any(Provider, make_provider)
    fields["batch"] = fields.get("batch") or _any(ImportBatch, make_batch)
    return fields


def _list(article, topics):
    ArticleTopic.objects.bulk_create(
        ArticleTopic(
            article=article,
            topic=topic,
            position=position,
            public=False,
            day=article.day,
            weight=0,
            published_at=article.published_at,
        )
        for position, topic in enumerate(topics)
    )


def _any(model, make):
    return model.objects.order_by("pk").first() or make()
