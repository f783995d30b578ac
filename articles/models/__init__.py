from articles.models.article import Article
from articles.models.article_topic import FOLDED, ArticleTopic
from articles.models.batch import AT_WORK, BatchState, ImportBatch
from articles.models.conflict import Conflict
from articles.models.event import AccountEvent, AccountEventKind, Event
from articles.models.image import ArticleImage, Image, ImageState
from articles.models.item import ImportItem
from articles.models.link import Origin, RelatedLink
from articles.models.lookups import Among, Soon
from articles.models.provider import Provider
from articles.models.seed import SeedFile
from articles.models.site import Site
from articles.models.states import Place, Review, State, StateBy
from articles.models.topic import Topic, TopicRedirect

__all__ = [
    "AT_WORK",
    "FOLDED",
    "AccountEvent",
    "AccountEventKind",
    "Among",
    "Article",
    "ArticleImage",
    "ArticleTopic",
    "BatchState",
    "Conflict",
    "Event",
    "Image",
    "ImageState",
    "ImportBatch",
    "ImportItem",
    "Origin",
    "Place",
    "Provider",
    "RelatedLink",
    "Review",
    "SeedFile",
    "Site",
    "Soon",
    "State",
    "StateBy",
    "Topic",
    "TopicRedirect",
]
