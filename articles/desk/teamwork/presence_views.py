from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from articles.desk.teamwork import presence
from articles.http import Request
from articles.models import Article
from articles.paging import LARGEST
from articles.permissions import may_review, requires
from articles.queue.fields import NumberField


class HereForm(forms.Form):
    """`left` is the article that was open before."""

    left = NumberField(min_value=1, max_value=LARGEST, required=False)


@require_POST
@requires(may_review)
def article_here(request: Request, pk: int) -> HttpResponse:
    """Hear that somebody has the article open, and answer who else has."""
    if not Article.objects.filter(pk=pk).exists():
        raise Http404
    form = HereForm(request.POST)
    left = form.cleaned_data["left"] if form.is_valid() else None
    if left and left != pk:
        presence.leave(left, request.user)
    context = {"people": presence.come(pk, request.user)}
    return render(request, "desk/teamwork/_here.html", context)
