"""What every template may say about the site."""

from django.conf import settings
from django.http import HttpRequest

from articles.site import choices


def site(request: HttpRequest) -> dict[str, object]:
    return {"site_name": choices.site_name(), "site_tagline": settings.SITE_TAGLINE}
