"""Forms of signing in: those of the second factor note a wrong code, and those of keys refuse what
no browser sends."""

import struct
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError
from django.forms import Form, HiddenInput

from articles.accounts import events
from articles.http import JSONField
from articles.models import AccountEventKind

# What the reader of a key's answer raises where parts are missing or of another kind.
MALFORMED = (ValueError, TypeError, LookupError, AttributeError, struct.error)


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autofocus"] = True


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


class ReadsKeys(Form):
    credential = JSONField(required=True, widget=HiddenInput)

    def _clean_fields(self) -> None:
        try:
            super()._clean_fields()  # type: ignore[misc]  # undeclared, as the next
        except MALFORMED:
            self.add_error("credential", get_adapter().validation_error("incorrect_code"))

    def _clean_form(self) -> None:
        try:
            super()._clean_form()  # type: ignore[misc]
        except MALFORMED:
            self.add_error("credential", get_adapter().validation_error("incorrect_code"))


class KeyAddForm(ReadsKeys, webauthn.AddWebAuthnForm):
    pass


class KeyAuthenticateForm(ReadsKeys, webauthn.AuthenticateWebAuthnForm):
    pass


class KeyLoginForm(ReadsKeys, webauthn.LoginWebAuthnForm):
    pass


class KeyReauthenticateForm(ReadsKeys, webauthn.ReauthenticateWebAuthnForm):
    pass
