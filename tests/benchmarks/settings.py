"""The real settings without a cache, and one address more: what any Django page costs."""

from newsdesk.settings import *  # noqa: F403

CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
ROOT_URLCONF = "tests.benchmarks.urls"
