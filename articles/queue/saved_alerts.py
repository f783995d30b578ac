"""Tells the owners of saved views by mail what is new in them, in the background: where the site
sends mail, the account's address is confirmed as theirs and they may still review."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from articles.accounts import addresses
from articles.models import Alert, Article, Every, Mail, MessageState
from articles.outgoing import mail as post
from articles.outgoing.post import Failed
from articles.permissions import may_review
from articles.queue import mail_end, telling
from articles.site import choices
from articles.site.address import site_address
from articles.text import one_line

LOOK = timedelta(minutes=5)  # at what is to be told at once
MOST = 50  # articles that a mail names; the others it counts


@dataclass(frozen=True)
class Letter:
    """What is mailed: `lines` are paragraphs of lines, of which one may be a link."""

    subject: str
    paragraphs: list[list[str]]
    headers: dict[str, str]

    @property
    def text(self) -> str:
        # Nothing in a line begins another.
        paragraphs = ["\n".join(map(one_line, lines)) for lines in self.paragraphs]
        return "\n\n".join(paragraphs) + "\n"

    @property
    def html(self) -> str:
        return render_to_string("desk/saved/mail.html", {"letter": self})


def tell_alerts() -> None:
    """Look for what is new and send what is due."""
    if not post.is_sent():
        return
    for alert in _unchecked(timezone.now()).select_related("view__owner"):
        check(alert)
    telling.send_due(Mail.objects.all(), "alert", deliver)


def check(alert: Alert) -> None:
    """Make a mail of what came into the view and has not been told."""
    now, new = timezone.now(), _new_in(alert)
    waits = new or alert.every != Every.ONCE
    next_at = alert.after(now) if waits else now + LOOK
    with transaction.atomic():
        if telling.note(alert, reversed(new), now, next_at=next_at) and new:
            body = json.dumps(_message(new), ensure_ascii=False)
            Mail.objects.create(alert=alert, body=body, made_at=now, next_at=now)
            telling.forget(alert.mails.all())


def deliver(mail: Mail) -> bool:
    """Try once and return whether it was taken."""
    owner, body = mail.alert.view.owner, json.loads(mail.body)
    to = owner.email if "asks" in body else addresses.confirmed(owner)
    if not to or not may_review(owner):
        return False
    letter = _question(owner) if "asks" in body else _news(mail.alert, body)
    taken = telling.attempt(mail, lambda now: _send(mail, to, letter))
    if taken and "asks" not in body:
        later = mail.alert.after(timezone.now())
        Alert.objects.filter(pk=mail.alert.pk, next_at__lt=later).update(next_at=later)
    return taken


def _send(mail: Mail, to: str, letter: Letter) -> tuple[bool, str]:
    """Return whether it was taken, and the answer in words. A mail that comes twice has the same
    id."""
    host = site_address().partition("//")[2].partition(":")[0]
    headers = {**letter.headers, "Message-ID": f"<{mail.pk}.{mail.made_at.timestamp():.0f}@{host}>"}
    try:
        post.send(to, letter.subject, letter.text, letter.html, headers)
    except Failed as error:
        return False, str(error)
    return True, f"sent to {to}"


def _new_in(alert: Alert) -> list[Article]:
    """Return the newest first."""
    if not addresses.confirmed(alert.view.owner):
        return []
    found = telling.came(alert).select_related("provider")
    return list(found.order_by("-imported_at", "-pk")[: telling.KNOWN])


def _message(new: list[Article]) -> dict[str, Any]:
    more = "+" if len(new) == telling.KNOWN else ""
    articles = [telling.facts(article) for article in new[:MOST]]
    return {"articles": articles, "count": len(new), "said": f"{len(new):,}{more}"}


def _news(alert: Alert, body: dict[str, Any]) -> Letter:
    view, site, articles = alert.view, site_address(), body["articles"]
    switch = f"{site}{reverse('desk:saved-alert', args=[view.pk])}"
    noun = "article" if body["count"] == 1 else "articles"
    paragraphs = [[f"{body['said']} new {noun} in “{view.name}”"]]
    paragraphs += [_lines(article, site) for article in articles]
    if len(articles) < body["count"]:
        queue = f"{site}{reverse('desk:saved-view', args=[view.pk])}"
        paragraphs.append([f"The newest {len(articles)} of {body['said']}. All of them:", queue])
    paragraphs.append(["You asked for this mail. How often it comes, or that it ends:", switch])
    end = f"{site}{reverse('desk:saved-alert-end', args=[mail_end.key_of(view)])}"
    headers = {"List-Unsubscribe": f"<{end}>"}
    if end.startswith("https:"):  # what RFC 8058 asks for
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return Letter(paragraphs[0][0], paragraphs, headers)


def _lines(article: dict[str, Any], site: str) -> list[str]:
    score = "unscored" if article["score"] is None else f"score {article['score']}"
    return [article["title"], f"{article['source']} · {score}", f"{site}{article['desk']}"]


def _question(owner: User) -> Letter:
    name, site = choices.site_name(), site_address()
    link = f"{site}{reverse('desk:address-confirm', args=[addresses.key_of(owner)])}"
    paragraphs = [
        [f"{owner.get_username()} wants mail from {name} at this address."],
        ["If that is you, open this link within three days:", link],
        ["If not, there is nothing to do: no other mail comes."],
    ]
    return Letter(f"Is this your address? {name} asks", paragraphs, {})


def _unchecked(now: datetime) -> QuerySet[Alert]:
    """Return those with nothing on its way: what comes meanwhile goes with the next mail."""
    waiting = Mail.objects.filter(alert=OuterRef("pk"), state=MessageState.WAITING)
    return Alert.objects.filter(~Exists(waiting), off_at=None, next_at__lte=now)
