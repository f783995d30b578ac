"""How much of each article the queue's list shows, kept with the person's account."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.accounts import desk_settings
from articles.desk.addresses import local_next
from articles.http import Request
from articles.models import Density
from articles.permissions import may_review, requires


class DensityForm(forms.Form):
    density = forms.ChoiceField(choices=Density.choices)
    hides_pane = forms.BooleanField(required=False)


@require_POST
@requires(may_review)
def density(request: Request) -> HttpResponse:
    form = DensityForm(request.POST)
    if not form.is_valid():
        known = ", ".join(Density.values)
        return HttpResponse(f"No such density. Send one of {known}.", "text/plain", status=422)
    desk_settings.set_density(by=request.user, **form.cleaned_data)
    if request.htmx:
        return HttpResponse(status=204)
    return redirect(local_next(request, reverse("desk:queue")))
