"""A seed's values as Python objects: text verbatim, numbers and times typed, nothing resolved."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from articles import weburls
from articles.seeds.errors import Note

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Extra: TypeAlias = dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as a seed names it; width and height in pixels, None where the seed is silent."""

    url: str
    width: int | None = None
    height: int | None = None
    title: str | None = None
    attribution: str | None = None
    is_cached: bool | None = None
    extra: Extra = field(default_factory=dict)

    @property
    def address(self) -> str:
        return picture_address(self.url)


def picture_address(url: str) -> str:
    """Return an address as browsers ask for it: without blanks at its ends, %20 for one inside."""
    url = url.strip()
    return url.replace(" ", "%20") if url[:4].lower() == "http" else url


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRef:
    """Who published a story. The name is the domain where a seed gives none."""

    name: str
    domain: str
    images: tuple[Picture, ...] = ()
    extra: Extra = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return the domain for identity: lower case, ASCII, without www."""
        return weburls.normal_domain(self.domain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    title: str
    web_url: str
    excerpt: str = ""
    published_at: datetime | None = None
    amp_url: str | None = None
    cdn_amp_url: str | None = None
    type: str = "article"
    provider: ProviderRef | None = None
    quality: int | None = None
    images: tuple[Picture, ...] = ()
    extra: Extra = field(default_factory=dict)

    @property
    def url(self) -> str:
        return weburls.clean(self.web_url)

    @property
    def canonical_url(self) -> str:
        return weburls.canonical(self.web_url)


@dataclass(frozen=True, slots=True)
class Style:
    newline: str = "\n"
    bom: bool = False
    plain: tuple[str, ...] = ()  # dotted keys of URLs that stand without quotes
    tail: str = "\n\n"  # what follows the closing ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article's seed.

    Texts and addresses are verbatim, entities, line breaks, stray blanks and characters that nobody
    sees included. Names are clean lines. None means that the seed does not say.
    `lines` maps keys to their lines.
    """

    title: str
    published_at: datetime
    provider: ProviderRef
    category: str = "news"
    excerpt: str = ""
    original_url: str | None = None
    web_url: str | None = None
    amp_url: str | None = None
    cdn_amp_url: str | None = None
    type: str = "article"
    quality: int | None = None
    heat: int | None = None
    published: bool | None = None
    featured_content: str | None = None
    topics: tuple[str, ...] = ()
    images: tuple[Picture, ...] = ()
    related: tuple[Related, ...] = ()
    secured: str | None = None
    extra: Extra = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict, compare=False)
    notes: tuple[Note, ...] = field(default=(), compare=False)
    style: Style = Style()

    @property
    def url(self) -> str:
        """Return the address to link to: webUrl, else originalUrl."""
        return weburls.clean(self.web_url or self.original_url or "")

    @property
    def canonical_url(self) -> str:
        return weburls.canonical(self.web_url or self.original_url or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDocument:
    id: str
    name: str
    short_name: str = ""
    parent: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    services: dict[str, Value] = field(default_factory=dict)
    extra: Extra = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict, compare=False)
    notes: tuple[Note, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderDocument:
    name: str
    domain: str
    description: str = ""
    images: tuple[Picture, ...] = ()
    extra: Extra = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict, compare=False)
    notes: tuple[Note, ...] = field(default=(), compare=False)

    @property
    def key(self) -> str:
        return weburls.normal_domain(self.domain)
