"""Makes a large site of a small one: its articles and all that belongs to them, many times over.

Each copy is as long ago as it is far back, so keys follow dates as they do where seeds come daily.
Importing a million seeds takes ten times as long.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max, Min

from articles.models import (
    Article,
    ArticleImage,
    ArticleTopic,
    Event,
    Image,
    ImportItem,
    RelatedLink,
    SeedFile,
)

COPIED: Sequence[type[models.Model]] = (
    *(Image, Article, ArticleImage, ArticleTopic, RelatedLink, SeedFile, Event, ImportItem),
)
NAMES = {"path", "slug", "canonical_url"}  # and an image's `url`: each copy has its own
SHIFTED = {
    "sqlite": {"datetime": "datetime({}, '{} days')", "date": "date({}, '{} days')"},
    "postgresql": {"datetime": "{} + interval '{} days'", "date": "{} + {}"},
}


def work(folder: Path) -> None:
    """Have the site hold as many articles as TIMES says, for each that it has."""
    times = int(os.environ["TIMES"])
    ends = Article.objects.aggregate(first=Min("published_at"), last=Max("published_at"))
    days = (ends["last"] - ends["first"]) // timedelta(days=1) + 1
    with transaction.atomic(), connection.cursor() as cursor:
        offsets = {model: _last(model) for model in COPIED}
        for model in COPIED:
            cursor.execute(_moved(model, -days * (times - 1)))
        for copy in range(1, times):
            for model in COPIED:
                cursor.execute(_copied(model, copy, days * copy, offsets))
        for statement in connection.ops.sequence_reset_sql(no_style(), list(COPIED)):
            cursor.execute(statement)


def _last(model: type[models.Model]) -> int:
    return int(model._default_manager.aggregate(last=Max("pk"))["last"] or 0)


def _moved(model: type[models.Model], days: int) -> str:
    table = model._meta.db_table
    moments = [f"{_column(f)} = {_shifted(f, days)}" for f in _fields(model) if _kind(f)]
    return f"UPDATE {table} SET {', '.join(moments)}" if moments else "SELECT 1"  # noqa: S608


def _copied(
    model: type[models.Model], copy: int, days: int, offsets: dict[type[models.Model], int]
) -> str:
    table, fields = model._meta.db_table, list(_fields(model))
    columns = ", ".join(map(_column, fields))
    values = ", ".join(_value(field, copy, days, offsets) for field in fields)
    whose = f"id <= {offsets[model]} AND {_whose(model)}"
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {whose}"  # noqa: S608


def _value(
    field: models.Field[Any, Any], copy: int, days: int, offsets: dict[type[models.Model], int]
) -> str:
    of = field.model if field.primary_key else field.related_model
    if of in offsets:
        return f"{_column(field)} + {copy * offsets[of]}"
    if field.name in NAMES or (field.model is Image and field.name == "url"):
        return f"{_column(field)} || '-{copy}'"
    return _shifted(field, days) if _kind(field) else _column(field)


def _whose(model: type[models.Model]) -> str:
    of_article = any(field.name == "article" for field in _fields(model))
    return "article_id IS NOT NULL" if of_article else "1 = 1"


def _fields(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    return (field for field in model._meta.concrete_fields if not field.generated)


def _column(field: models.Field[Any, Any]) -> str:
    return connection.ops.quote_name(str(field.column))


def _kind(field: models.Field[Any, Any]) -> str:
    kinds = {"DateTimeField": "datetime", "DateField": "date"}
    return kinds.get(field.get_internal_type(), "")


def _shifted(field: models.Field[Any, Any], days: int) -> str:
    return SHIFTED[connection.vendor][_kind(field)].format(_column(field), days)
