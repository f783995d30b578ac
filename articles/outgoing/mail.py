"""Sends a mail, in plain text and in simple HTML, by the server that the settings name."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import formataddr
from smtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from articles.outgoing.post import Failed, in_words
from articles.site import choices
from articles.text import clip

LONGEST = 150  # letters of a subject


def is_sent() -> bool:
    """Return whether the site sends mail at all."""
    return bool(settings.MAIL)


def send(to: str, subject: str, text: str, html: str, headers: Mapping[str, str]) -> None:
    """Hand it to the mail server; raises Failed. The subject becomes one line, and what would begin
    a header of its own is refused."""
    sender = formataddr((clip(choices.site_name(), LONGEST), settings.MAIL_FROM))
    more = {"Auto-Submitted": "auto-generated", **headers}
    message = EmailMultiAlternatives(clip(subject, LONGEST), text, sender, [to], headers=more)
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (OSError, ValueError) as error:
        raise Failed(_in_words(error)) from error


def _in_words(error: OSError | ValueError) -> str:
    """Say what went wrong, without what the server tells its operator."""
    if isinstance(error, SMTPRecipientsRefused):
        return "the mail server does not take mail for this address"
    if isinstance(error, SMTPAuthenticationError):
        return "the mail server refused this site’s name and password"
    if isinstance(error, SMTPResponseException):
        return f"the mail server answered {error.smtp_code}"
    if isinstance(error, SMTPException):
        return "the mail server broke off"
    return in_words(error)
