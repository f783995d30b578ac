from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from articles.accounts import desk_settings
from articles.desk.keys.bindings import BINDINGS, DEFAULTS, clashes, keys_of
from articles.http import Request
from articles.permissions import may_review, requires


class KeysForm(forms.Form):
    """A field for each binding; what is left empty has the key that everybody has."""

    def __init__(self, data: object = None, **options: object) -> None:
        super().__init__(data, **options)  # type: ignore[arg-type]
        for binding in BINDINGS:
            self.fields[binding.name] = forms.CharField(
                label=binding.says.capitalize(), max_length=1, required=False, strip=False
            )
        self.fields["on"] = forms.BooleanField(label="Keys are on", required=False)

    def clean(self) -> dict[str, object]:
        given = {name: self.cleaned_data.get(name) for name in DEFAULTS if name not in self.errors}
        keys = {name: str(key or DEFAULTS[name]) for name, key in given.items()}
        for name, problem in clashes(keys).items():
            self.add_error(name, problem)
        return {"keys": keys, "on": self.cleaned_data["on"]}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_review)
def keys(request: Request) -> HttpResponse:
    """Show which key does what, and let it be another."""
    now = keys_of(request.user)
    shown = {**{name: now[name] for name in DEFAULTS}, "on": not now.are_off}
    form = KeysForm(request.POST if request.method == "POST" else None, initial=shown)
    if request.method == "POST" and form.is_valid():
        _keep(request, form.cleaned_data["keys"], are_off=not form.cleaned_data["on"])
        messages.success(request, "Your keys are kept.")
        return redirect("desk:keys")
    return render(
        request, "desk/keys/form.html", {"form": form}, status=422 if form.errors else 200
    )


@require_POST
@requires(may_review)
def key_switch(request: Request) -> HttpResponse:
    """Turn all keys on or off."""
    on = request.POST.get("on") == "on"
    desk_settings.set_keys(by=request.user, keys=keys_of(request.user).changed, are_off=not on)
    return HttpResponse(status=204)


def _keep(request: Request, keys: dict[str, str], *, are_off: bool) -> None:
    changed = {name: key for name, key in keys.items() if key != DEFAULTS[name]}
    desk_settings.set_keys(by=request.user, keys=changed, are_off=are_off)
