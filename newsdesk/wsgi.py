import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import get_resolver
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")


def warm_up() -> None:
    get_resolver().url_patterns  # noqa: B018  (imports every view)
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    for name in engine.env.list_templates():
        engine.get_template(name)
    # Out of the garbage collector's sight: it would look through all of this again and again, in
    # the midst of requests.
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class NoBody:
    """What a HEAD request gets of an answer: the server sends whatever it is given, and on a
    connection that stays open a body would be read as the next answer."""

    answer: Any

    def __iter__(self) -> Iterator[bytes]:
        return iter(())

    def close(self) -> None:
        self.answer.close()


class Handler(WSGIHandler):
    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        # Django reads this header before it is ready to answer that it cannot be read.
        try:
            parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        except (ValueError, LookupError):
            environ["CONTENT_TYPE"] = ""
        answer = super().__call__(environ, start_response)
        return NoBody(answer) if environ["REQUEST_METHOD"] == "HEAD" else answer


django.setup(set_prefix=False)
application = Handler()
warm_up()
