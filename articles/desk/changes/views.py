from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.desk.changes import patch
from articles.export import changes_by_people, exported_files
from articles.http import Request
from articles.permissions import may_review, requires
from articles.times import parse_moment


@require_safe
@requires(may_review)
def change_list(request: Request) -> HttpResponse:
    since, problem = _since(request)
    context = {
        "since": request.GET.get("since", ""),
        "problem": problem,
        "first": "after" not in request.GET,
        "changes": patch.Changes([], None) if problem else patch.page(since, _below(request)),
    }
    return render(request, "desk/changes/list.html", context, status=422 if problem else 200)


@require_safe
@requires(may_review)
def change_zip(request: Request) -> HttpResponse | StreamingHttpResponse:
    since, problem = _since(request)
    if problem:
        return HttpResponse(problem, status=422, content_type="text/plain; charset=utf-8")
    files = exported_files(changed=True, among=changes_by_people(since))
    parts = patch.zipped(files, timezone.now())
    response = StreamingHttpResponse(parts, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="changes.zip"'
    return response


def _since(request: Request) -> tuple[datetime | None, str]:
    text = request.GET.get("since", "").strip()
    try:
        return (parse_moment(text) if text else None), ""
    except ValueError as error:
        return None, str(error)


def _below(request: Request) -> int | None:
    after = request.GET.get("after", "")
    # A mangled link starts from the top.
    return int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
