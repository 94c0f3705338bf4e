"""Texts of calendars that are HTML, as Outlook and Google write them, read as the text that they show.

Only what is surely markup is taken for it: tags of known names, in the form of tags. ``GPU < CPU`` and ``<your name>``
are text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)([^<>]*)>")
_ATTRIBUTES = re.compile(r"(?:\s+[\w:.-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\"']+))*\s*/?")
_HREF = re.compile(r"\shref=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DECLARATION = re.compile(r"<!doctype[^<>]*>|<\?xml[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLOCK = re.compile(
    "address|article|blockquote|body|br|center|d[dlt]|div|footer|form|h[1-6]|head|header|hr|html|img|li|main|nav|[ou]l|p|"
    "pre|section|table|tbody|t[dhr]|tfoot|thead|title"
)
_INLINE = re.compile(
    "[abiqsu]|abbr|big|cite|code|del|em|font|html-blob|ins|kbd|label|link|mark|meta|o:p|samp|small|span|strike|strong|sub|"
    "sup|time|tt|var|wbr"
)
_LOOSE = re.compile("body|w?br|div|font|h[1-6]|hr|html|html-blob|img|li|o:p|[ou]l|p|span|strong|t[dr]")
"""Tags that count without their other half, which may be missing or cut off; nobody means anything else by them."""
_UNSEEN = frozenset({"script", "style"})
_LONGEST = 4_000


class _Tag(NamedTuple):
    """A tag: where it stands, its name in small letters, whether it ends what it names, and its attributes."""

    begin: int
    end: int
    name: str
    is_end: bool
    attributes: str


def text_of(given: str) -> tuple[str, bool]:
    """The text that HTML shows, or a text as it is but for entities; and whether there were tags in it."""
    tags = list(_markup(given)) if "<" in given and ">" in given else []
    if not tags:
        return _ENTITY.sub(_entity, given), False
    shown = _DECLARATION.sub(" ", _shown(given, tags))
    last = shown.rfind("-->") + len("-->")  # beyond it each search for an end would be in vain, and long
    return _ENTITY.sub(_entity, _COMMENT.sub(" ", shown[:last]) + shown[last:]), True


def _entity(found: re.Match[str]) -> str:
    return html.unescape(found[0])


def _markup(given: str) -> Iterator[_Tag]:
    """The tags of a text that are surely markup."""
    tags = [tag for found in _TAG.finditer(given) if (tag := _tag(found))]
    begun = {tag.name for tag in tags if not tag.is_end}
    ended = {tag.name for tag in tags if tag.is_end}
    yield from (tag for tag in tags if _LOOSE.fullmatch(tag.name) or (tag.name in begun and tag.name in ended))


def _tag(found: re.Match[str]) -> _Tag | None:
    name, attributes = found[2].lower(), found[3]
    is_known = name in _UNSEEN or _BLOCK.fullmatch(name) or _INLINE.fullmatch(name)
    if not is_known or len(attributes) > _LONGEST or not _ATTRIBUTES.fullmatch(attributes):
        return None
    return _Tag(found.start(), found.end(), name, bool(found[1]), attributes)


def _shown(given: str, tags: list[_Tag]) -> str:
    """The text between tags; the addresses of links stand after what they link."""
    pieces: list[str] = []
    at, unseen, link = 0, "", ("", 0)
    for tag in tags:
        if not unseen:
            pieces.append(given[at : tag.begin])
        at = tag.end
        if unseen or tag.name in _UNSEEN:
            unseen = "" if tag.is_end and tag.name in (unseen, "") else unseen or tag.name
        elif _BLOCK.fullmatch(tag.name):
            pieces.append("\n")
        elif tag.name == "a" and not tag.is_end:
            link = (_address(tag.attributes), len(pieces))
        elif tag.name == "a" and link[0]:
            address, begin = link
            if address.rstrip("/") not in _ENTITY.sub(_entity, "".join(pieces[begin:])):
                pieces.append(f" ({html.escape(address, quote=False)})")
            link = ("", 0)
    return "".join([*pieces, "" if unseen else given[at:]])


def _address(attributes: str) -> str:
    """Where a link leads on the web; empty of any other."""
    found = _HREF.search(attributes)
    address = html.unescape(next(filter(None, found.groups()), "")).strip() if found else ""
    return address if address.lower().startswith(("http://", "https://")) else ""
