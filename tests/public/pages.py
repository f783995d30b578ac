"""What tests ask of pages: their links and headings."""

from html.parser import HTMLParser


class Outline(HTMLParser):
    """Headings, links and attributes of a page, in order."""

    def __init__(self, page):
        super().__init__()
        self.headings, self.links, self.tags, self.attributes = [], [], [], []
        self.head_links = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag == "link":
            self.head_links.append(dict(attrs))
        if tag == "a":
            self.links.append(dict(attrs))

    def hrefs(self):
        return [link["href"] for link in self.links]


def text(response):
    return response.content.decode()


def outline(response):
    return Outline(text(response))


def stories(response):
    """The addresses of the stories that a page lists, once each, in order."""
    hrefs = [href for href in outline(response).hrefs() if href.startswith("/news/")]
    return list(dict.fromkeys(hrefs))


def every_page(client, url):
    """The stories of all pages from `url` on."""
    found = []
    while url:
        response = client.get(url)
        found += stories(response)
        after = [href for href in outline(response).hrefs() if href.startswith("?after=")]
        url = url.split("?")[0] + after[0] if after else None
    return found
