"""What every page must be, whatever it shows: title, language, one h1, labels, unique ids, nothing inline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "meta", "link", "br", "img", "hr", "source", "use", "path", "rect", "line", "circle", "wbr"}
SILENT = {"hidden", "submit", "button"}


@dataclass
class Node:
    """An element with its attributes, its children in order, and the words directly in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def all(self, *tags: str) -> Iterator[Node]:
        for child in self.children:
            if not tags or child.tag in tags:
                yield child
            yield from child.all(*tags)

    def words(self) -> str:
        """Return what a screen reader would say."""
        own = self.attributes.get("aria-label", "") + self.text
        return (own + "".join(child.words() for child in self.children)).strip()

    def inside(self, tag: str) -> bool:
        return self.parent is not None and (self.parent.tag == tag or self.parent.inside(tag))


class Reader(HTMLParser):
    """Build the tree; note every tag that is closed without having been opened, or never closed."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Node("root")
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.here.tag != tag or self.here.parent is None:
            self.faults.append(f"</{tag}> closes <{self.here.tag}>")
            return
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.text += data


def read(page: str) -> tuple[Node, list[str]]:
    """Return the tree of a page and what was wrong with its tags."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    left = [] if reader.here is reader.root else [f"<{reader.here.tag}> is never closed"]
    return reader.root, reader.faults + left


def faults(page: str) -> list[str]:
    """Return what is wrong with the mark-up, in words; an empty list for a sound page."""
    root, found = read(page)
    html = next(root.all("html"), Node("html"))
    if not html.attributes.get("lang"):
        found.append("no lang")
    if not "".join(node.words() for node in root.all("title")):
        found.append("no title")
    for tag in ("h1", "main"):
        if (count := sum(1 for _ in root.all(tag))) != 1:
            found.append(f"{count} {tag}")
    found += [f"style on {node.tag}" for node in root.all() if "style" in node.attributes]
    found += [
        f"img without alt {n.attributes.get('src')}" for n in root.all("img") if "alt" not in n.attributes
    ]
    found += [f"empty {node.tag}" for node in root.all("a", "button") if not node.words()]
    return found + broken_ties(root)


def broken_ties(root: Node) -> list[str]:
    """Return ids that occur twice, ties that lead nowhere, and fields without words."""
    ids = Counter(node.attributes["id"] for node in root.all() if "id" in node.attributes)
    labelled = {node.attributes.get("for") for node in root.all("label")}
    found = [f"id {name} {count} times" for name, count in ids.items() if count > 1]
    found += [f"label for {name} leads nowhere" for name in labelled if name and name not in ids]
    for node in root.all():
        for tie in ("aria-describedby", "aria-labelledby"):
            names = node.attributes.get(tie, "").split()
            found += [f"{tie} {name} leads nowhere" for name in names if name not in ids]
    for node in root.all("input", "select", "textarea"):
        mine = node.attributes
        by_itself = mine.get("type") in SILENT or "aria-label" in mine or "aria-labelledby" in mine
        if not by_itself and mine.get("id") not in labelled and not node.inside("label"):
            found.append(f"unnamed {node.tag} {mine.get('name')}")
    return found
