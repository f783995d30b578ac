import gc
import os

from django.core.wsgi import get_wsgi_application
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import get_resolver

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


application = get_wsgi_application()
warm_up()
