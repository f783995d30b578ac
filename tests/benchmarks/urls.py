from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from newsdesk.urls import *  # noqa: F403
from newsdesk.urls import urlpatterns as ours

HELLO = engines["django"].from_string("<!doctype html><title>Hello</title><p>Hello {{ name }}")


@login_not_required
def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse(HELLO.render({"name": "world"}, request))


urlpatterns = [path("hello/", hello), *ours]
