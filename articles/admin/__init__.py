"""The admin site: who may, `permissions` says; what changes, changes through `actions`."""

from articles.admin import articles, people, providers, records, topics

__all__ = ["articles", "people", "providers", "records", "topics"]
