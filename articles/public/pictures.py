"""Serves the renditions of pictures, to whoever may see something that shows them."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from articles.http import usable_elsewhere
from articles.images import store
from articles.images.renditions import SIZES
from articles.models import ArticleImage, Image, ImageState, Provider, Soon, Topic
from articles.permissions import may_review


@login_not_required
@require_safe
def picture(request: HttpRequest, digest: str, size: str) -> HttpResponseBase:
    images = Image.objects.filter(digest=digest, state=ImageState.READY)
    if size not in SIZES:
        raise Http404
    if _shown_to_readers(images):  # asked first: a stranger's session is never looked at
        return usable_elsewhere(_serve(request, digest, size, public=True, max_age=86_400))
    if images.exists() and may_review(request.user):
        return _serve(request, digest, size, private=True, no_store=True)
    raise Http404


def _shown_to_readers(images: QuerySet[Image]) -> bool:
    of_article = ArticleImage.objects.filter(
        image=OuterRef("pk"), article__public=True, article__published_at__lte=Soon()
    )
    of_provider = Provider.objects.filter(logo=OuterRef("pk"))
    of_topic = Topic.objects.filter(picture=OuterRef("pk"))
    return images.filter(Exists(of_article) | Exists(of_provider) | Exists(of_topic)).exists()


def _serve(request: HttpRequest, digest: str, size: str, **caching: bool | int) -> HttpResponseBase:
    # The content of an address never changes, so its digest is its ETag.
    etag = f'"{digest}-{size}"'
    response = get_conditional_response(request, etag=etag) or _file(digest, size)
    response["ETag"] = etag
    patch_cache_control(response, **caching)
    return response


def _file(digest: str, size: str) -> FileResponse:
    try:
        return FileResponse(store.rendition(digest, size).open("rb"), content_type="image/webp")
    except FileNotFoundError:
        raise Http404 from None
