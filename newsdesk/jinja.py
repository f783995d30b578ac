"""The template language of our own pages: public/, desk/ and components/ below templates/.

Jinja2 renders a desk page in a third of the time of Django's language, which the admin site, the
account pages and the error pages keep. See docs/decisions.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.templatetags.static import static
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.text import capfirst
from django_htmx.jinja import htmx_script
from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from articles import text, times, wording
from articles.desk.keys import bindings
from articles.display import addresses, markup

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
FOLDERS = ("public", "desk", "components")
# Answers to refused and stale acts hold what to show; all other errors are told by the script.
HTMX_CONFIG = {
    # New rows listen as soon as they are seen: keys are quicker than the usual 20 ms.
    "defaultSettleDelay": 0,
    # Not `style`, which the policy forbids: a box that somebody has resized bears one.
    "attributesToSettle": ["class"],
    "includeIndicatorStyles": False,
    "allowEval": False,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "409|422", "swap": True},
        {"code": "...", "swap": False, "error": True},
    ],
}


def environment(*, auto_reload: bool, **others: Any) -> Environment:
    """Return the environment that Django's Jinja2 backend asks for.

    Only our own folders are looked into: every other name is left to Django's language. A name
    that no context has is an error, never an empty text.
    """
    loader = PrefixLoader({name: FileSystemLoader(TEMPLATES / name) for name in FOLDERS})
    env = Environment(
        loader=loader,
        autoescape=True,
        auto_reload=auto_reload,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals |= {
        "go_places": bindings.places,
        "htmx_config": HTMX_CONFIG,
        "htmx_script": htmx_script,
        "keys_of": bindings.keys_of,
        "lang": markup.lang,
        "mark": markup.mark,
        "name_of": wording.name_of,
        "new_key": uuid4,
        "picture": markup.picture,
        "picture_url": addresses.picture,
        "static": static,
        "today": lambda: timezone.now().date(),
        "url": addresses.url,
        "who": wording.who,
    }
    env.filters |= {
        "age": times.age,
        "ago": times.ago,
        "capfirst": capfirst,
        "date": _date,
        "display": text.display_text,
        "iso": times.iso,
        "web": markup.web,
    }
    return env


def _date(moment: date | datetime, pattern: str) -> str:
    return date_format(moment, pattern)
