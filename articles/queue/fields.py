"""What can be typed into a filter: a topic's address, a day, a moment; into any form: a number."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Topic
from articles.query.language import days

DIGITS = re.compile("[+-]?[0-9]+")
EXAMPLES = "Write 2026-11-20, 2026-11, today, yesterday, since Monday or last 7 days."


class NumberField(forms.IntegerField):
    """A whole number in the digits 0 to 9. Python also reads 1316.0, 1_316 and other digits as
    one: nobody has seen those on the page, so they are mistakes."""

    default_error_messages = {"invalid": "Enter a whole number in digits, such as 70."}

    def to_python(self, value: Any) -> int | None:
        text = "" if value is None else str(value).strip()
        if text and not DIGITS.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


class TopicField(forms.CharField):
    def clean(self, value: str) -> Topic | None:
        slug = super().clean(value)
        topic = Topic.objects.filter(slug=slug).first() if slug else None
        if slug and topic is None:
            raise ValidationError(f"No topic has the address “{slug}”.")
        return topic


class DayField(forms.CharField):
    """A day as people write it, in one of the ways that nobody can misread."""

    def clean(self, value: str) -> object:
        text = super().clean(value)
        return self.read(text.strip()) if text else None

    def read(self, text: str) -> object:
        return _moment(text, f"“{text}” is no day. {EXAMPLES}").date()


class MomentField(DayField):
    def read(self, text: str) -> object:
        try:
            return datetime.strptime(text.replace("T", " "), "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
        except ValueError:
            return _moment(text, f"“{text}” is no time. {EXAMPLES} Or 2026-11-20 07:00, in UTC.")


def _moment(text: str, problem: str) -> datetime:
    try:
        return days.moment(text, timezone.now())
    except ValueError:
        raise ValidationError(problem) from None
