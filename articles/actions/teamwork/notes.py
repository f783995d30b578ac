"""What editors tell each other about an article, and whom they ask to look."""

from __future__ import annotations

import re
import uuid

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.actions import text_input
from articles.actions.errors import Refused
from articles.models import Article, Mention, Note
from articles.permissions import reviewers
from articles.wording import name_of

MAX_NOTE = 1000
MOST_NOTES = 100  # on an article
MOST_MENTIONS = 10  # in a note
NAME = re.compile(r"(?<![\w@.+-])@([\w.+@-]{1,150})")


@transaction.atomic
def write(*, article: Article | int, by: User, text: str, act: uuid.UUID) -> Note:
    """Leave a note; the same act once more leaves no second one."""
    row = Article.objects.get(pk=article.pk if isinstance(article, Article) else article)
    there = Note.objects.filter(act=act).first()
    if there:
        return there
    if row.notes.count() >= MOST_NOTES:
        raise Refused(f"{MOST_NOTES} notes are enough on one article: remove some of yours.")
    text = _cleaned(text)
    people = mentioned(text)
    note = Note.objects.create(
        article=row, by=by, by_name=name_of(by), at=timezone.now(), text=text, act=act
    )
    Mention.objects.bulk_create(Mention(note=note, person=person) for person in people)
    return note


def remove(*, note: Note, by: User) -> None:
    if note.by_id != by.pk:
        raise Refused("Only who wrote a note may remove it.")
    note.delete()


def settle(*, mention: Mention) -> None:
    """Note that whom it asks has looked."""
    Mention.objects.filter(pk=mention.pk).update(done=True)


def mentioned(text: str) -> list[User]:
    """Return those whom the text names as @name, of whoever may review; names of others stay text.

    A name goes as far as it can: what ends the sentence is no part of it.
    """
    names = _names(text)
    if len(names) > MOST_MENTIONS:
        raise Refused(f"A note mentions at most {MOST_MENTIONS} people; this one {len(names)}.")
    exactly = Q()
    for name in names:
        exactly |= Q(username__iexact=name)
    return list(reviewers().filter(exactly).order_by("pk")) if names else []


def told_nobody(note: Note) -> list[str]:
    """Return the names in it that ask nobody to look, as they are written."""
    asked = {
        mention.person.username.casefold() for mention in note.mentions.select_related("person")
    }
    return sorted(name for name in _names(note.text) if name.casefold() not in asked)


def _names(text: str) -> set[str]:
    return {name.rstrip(".-+@") for name in NAME.findall(text)} - {""}


def _cleaned(text: str) -> str:
    lines = (text_input.clean_line("note", line, MAX_NOTE) for line in text.splitlines())
    cleaned = "\n".join(lines).strip()
    if not cleaned:
        raise Refused("The note is empty: write something.")
    if len(cleaned) > MAX_NOTE:
        raise Refused(f"The note has {len(cleaned):,} characters: shorten it to {MAX_NOTE:,}.")
    return cleaned
