"""What a view is handed once somebody has signed in."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """Only for types: `permissions.requires` lets nobody in who would not fit."""

    user: User
    htmx: HtmxDetails  # true if htmx asks for a part of the page
