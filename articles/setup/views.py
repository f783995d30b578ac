"""A first page that leads through setting a new site up, for whoever has its address; and one on
which admins change what was chosen for the site."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from articles.accounts import first_admin
from articles.http import Request
from articles.permissions import may_manage, requires
from articles.setup.forms import LaterForm, PersonForm, SiteForm, focus_on_first_wrong
from articles.site import choices, setup_token

ADMITTED = "setup"  # in the session: the digest of the token that it came with
CHANGED = "Kept: it holds from now on."
UNCHANGED = "Nothing to change: that is so already."
WELCOME = "The site is set up, and you are its first admin. Its first seeds come in here."


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password1", "password2")
def setup(request: HttpRequest) -> HttpResponse:
    response = _answer(request)
    # No address with a token goes on from here. "no-referrer" would take the form's origin as well.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_manage)
def site(request: Request) -> HttpResponse:
    form = LaterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        changed = choices.change(by=request.user.get_username(), chosen=form.chosen())
        messages.success(request, CHANGED if changed else UNCHANGED)
        return redirect("site")
    focus_on_first_wrong(form)
    return render(request, "setup/site.html", {"site": form}, status=422 if form.errors else 200)


def _answer(request: HttpRequest) -> HttpResponse:
    if not first_admin.is_wanted():
        return _already(request)
    if "token" in request.GET:
        return _admit(request)
    if setup_token.fits(request.session.get(ADMITTED, "")):
        return _ask(request)
    sent = request.method == "POST"
    return render(request, "setup/closed.html", {"wrong": sent}, status=403 if sent else 200)


def _admit(request: HttpRequest) -> HttpResponse:
    """Keep in the session that the token was right, and lead to where it is in no address."""
    digest = setup_token.digest_of(request.GET["token"])
    if not setup_token.fits(digest):
        return render(request, "setup/closed.html", {"wrong": True}, status=403)
    request.session.cycle_key()  # nobody else has planted this session
    request.session[ADMITTED] = digest
    return redirect("setup")


def _ask(request: HttpRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    person, site = PersonForm(data), SiteForm(data)
    if all([person.is_valid(), site.is_valid()]):
        return _set_up(request, person, site)
    focus_on_first_wrong(person, site)
    context = {"person": person, "site": site}
    return render(request, "setup/form.html", context, status=200 if data is None else 422)


def _set_up(request: HttpRequest, person: PersonForm, site: SiteForm) -> HttpResponse:
    name, password = person.cleaned_data["username"], person.cleaned_data["password1"]
    about = {"username": name, "password": password, "chosen": site.chosen()}
    try:
        admin = first_admin.make(request=request, **about)
    except first_admin.NotWanted:
        return _already(request)
    del request.session[ADMITTED]
    get_adapter(request).login(request, admin)
    messages.success(request, WELCOME)
    return redirect("desk:imports")


def _already(request: HttpRequest) -> HttpResponse:
    return render(request, "setup/already.html", status=404)
