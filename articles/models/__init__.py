from articles.models.article import Article
from articles.models.article_topic import FOLDED, ArticleTopic
from articles.models.batch import AT_WORK, BEING_UNDONE, ENDED, OPEN, BatchState, ImportBatch
from articles.models.conflict import Conflict
from articles.models.event import AccountEvent, AccountEventKind, Event
from articles.models.figures.day import DayFigures
from articles.models.figures.decision import Against, Decision
from articles.models.figures.moving import MovingStory
from articles.models.figures.source import Attention, SourceFigures
from articles.models.image import ArticleImage, Image, ImageState
from articles.models.item import ImportItem
from articles.models.judgement.index import Indexed, KnownWord, Posting, Unindexed
from articles.models.judgement.refusal import Refusal
from articles.models.judgement.score import ScoreComparison, ScoreModel, ScoreSuggestion
from articles.models.link import Origin, RelatedLink
from articles.models.lookups import Among, Soon
from articles.models.picked.basket import BasketItem
from articles.models.picked.bulk import (
    LEFT_ALONE,
    BulkAct,
    BulkItem,
    BulkJob,
    BulkResult,
    BulkState,
)
from articles.models.provider import Provider
from articles.models.rules.rule import Rule, RuleAct, RuleHit
from articles.models.saved.alert import Alert, Every, Mail
from articles.models.saved.hook import Delivery, Hook
from articles.models.saved.told import Message, MessageState, Told
from articles.models.saved.view import SavedView
from articles.models.seed import SeedFile
from articles.models.site import Density, DeskSettings, Site
from articles.models.states import Place, Review, State, StateBy
from articles.models.teamwork.feature import Feature
from articles.models.teamwork.note import Mention, Note
from articles.models.teamwork.planned import PLANS
from articles.models.topic import Topic, TopicRedirect

__all__ = [
    "AT_WORK",
    "BEING_UNDONE",
    "ENDED",
    "FOLDED",
    "LEFT_ALONE",
    "OPEN",
    "PLANS",
    "AccountEvent",
    "AccountEventKind",
    "Against",
    "Alert",
    "Among",
    "Article",
    "ArticleImage",
    "ArticleTopic",
    "Attention",
    "BasketItem",
    "BatchState",
    "BulkAct",
    "BulkItem",
    "BulkJob",
    "BulkResult",
    "BulkState",
    "Conflict",
    "DayFigures",
    "Decision",
    "Delivery",
    "Density",
    "DeskSettings",
    "Event",
    "Every",
    "Feature",
    "Hook",
    "Image",
    "ImageState",
    "ImportBatch",
    "ImportItem",
    "Indexed",
    "KnownWord",
    "Mail",
    "Mention",
    "Message",
    "MessageState",
    "MovingStory",
    "Note",
    "Origin",
    "Place",
    "Posting",
    "Provider",
    "Refusal",
    "RelatedLink",
    "Review",
    "Rule",
    "RuleAct",
    "RuleHit",
    "SavedView",
    "ScoreComparison",
    "ScoreModel",
    "ScoreSuggestion",
    "SeedFile",
    "Site",
    "Soon",
    "SourceFigures",
    "State",
    "StateBy",
    "Told",
    "Topic",
    "TopicRedirect",
    "Unindexed",
]
