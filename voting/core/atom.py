"""What was published as an Atom feed (RFC 4287), newest first. Knows no procedure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

KIND = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """Something that was published. key: the same for ever for the same thing; url: where everybody can read it."""

    key: str
    title: str
    summary: str
    url: str
    category: str
    published_at: datetime


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed; moments in UTC. key: the same for ever; url: of the feed; page: of what it tells of; began_at: its date while empty."""

    key: str
    title: str
    author: str
    url: str
    page: str
    language: str
    began_at: datetime
    entries: Sequence[FeedEntry]


def atom(feed: Feed) -> bytes:
    """Return the feed as XML; the same entries make the same bytes."""
    root = ET.Element("feed", {"xmlns": ATOM, LANGUAGE: feed.language})
    newest = max((entry.published_at for entry in feed.entries), default=feed.began_at)
    _text(root, "id", _name(feed.key))
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(newest))
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.url})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    _text(ET.SubElement(root, "author"), "name", feed.author)
    for entry in sorted(feed.entries, key=lambda one: (one.published_at, one.key), reverse=True):
        _add(root, entry)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _add(root: ET.Element, entry: FeedEntry) -> None:
    one = ET.SubElement(root, "entry")
    _text(one, "id", _name(entry.key))
    _text(one, "title", entry.title)
    _text(one, "updated", _moment(entry.published_at))
    _text(one, "published", _moment(entry.published_at))
    ET.SubElement(one, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
    ET.SubElement(one, "category", {"term": entry.category})
    _text(one, "summary", entry.summary)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _name(key: str) -> str:
    """Return a name that stays when the program moves to another address."""
    return uuid5(NAMESPACE_URL, f"livelihood-ballot:{key}").urn


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
