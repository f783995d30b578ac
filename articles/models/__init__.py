from articles.models.article import (
    FOLDED,
    Article,
    ArticleImage,
    ArticleTopic,
    Conflict,
    Review,
    State,
)
from articles.models.event import Event
from articles.models.image import Image, ImageState
from articles.models.link import Origin, RelatedLink
from articles.models.provider import Provider
from articles.models.seed import ImportBatch, SeedFile, SeedKind
from articles.models.topic import Topic, TopicRedirect

__all__ = [
    "FOLDED",
    "Article",
    "ArticleImage",
    "ArticleTopic",
    "Conflict",
    "Event",
    "Image",
    "ImageState",
    "ImportBatch",
    "Origin",
    "Provider",
    "RelatedLink",
    "Review",
    "SeedFile",
    "SeedKind",
    "State",
    "Topic",
    "TopicRedirect",
]
