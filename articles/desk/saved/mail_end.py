"""The end of a mail about a view, for whoever has the mail: mail programs press this themselves."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.actions.saved import told
from articles.models import Alert, SavedView
from articles.queue.mail_end import view_of


@csrf_exempt  # a mail program has no cookie; the key in the address is what allows it (RFC 8058)
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saved_alert_end(request: HttpRequest, key: str) -> HttpResponse:
    """Ask, and only then end it: programs that look at mail open links as well."""
    found = view_of(key)
    view = SavedView.objects.select_related("owner").filter(pk=found).first() if found else None
    if view is None:
        raise Http404("no view has this key")
    if request.method == "POST":
        told.close(Alert, view=view, by=view.owner)
    goes_on = Alert.objects.filter(view=view).exists()
    return render(request, "desk/saved/mail_end.html", {"view": view, "goes_on": goes_on})
