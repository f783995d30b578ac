"""The admin site: who may, `permissions` says; what changes, changes through `actions`."""

from articles.admin import account_events, articles, people, providers, records, topics

__all__ = ["account_events", "articles", "people", "providers", "records", "topics"]
