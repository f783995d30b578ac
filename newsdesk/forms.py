"""Forms of the second factor that note a wrong code."""

from typing import Any

from allauth.core import context
from allauth.mfa.base import forms
from django.core.exceptions import ValidationError

from articles.accounts import events
from articles.models import AccountEventKind


class NotesWrongCodes:
    user: Any

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())  # type: ignore[misc]  # the form's
        except ValidationError:
            events.record(
                AccountEventKind.FAILED,
                request=context.request,
                person=self.user,
                detail="wrong code of the second factor",
            )
            raise


class AuthenticateForm(NotesWrongCodes, forms.AuthenticateForm):
    pass


class ReauthenticateForm(NotesWrongCodes, forms.ReauthenticateForm):
    pass
