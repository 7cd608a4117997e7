"""Text surgery on XML parts: find a tag, read its attributes, insert beside it.

Parts are never parsed and written again: what we do not change keeps its bytes, whatever their author's habits
(prefixes such as ``x:``, quotes, white space, unknown extensions).
"""

import html
import re
from collections.abc import Iterator, Sequence
from functools import cache

_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")
_NAME = r"(?:[\w.-]+:)?"
_REST = r"""(?=[\s/>])(?:[^"'>]|"[^"]*"|'[^']*')*>"""


@cache
def tag(name: str) -> re.Pattern[str]:
    """Return a pattern for an opening (or empty) tag of any prefix; group 1 is the prefix with its colon."""
    return re.compile(rf"<({_NAME}){name}{_REST}")


def attributes(text: str) -> dict[str, str]:
    """Return the attributes of one tag, entities resolved."""
    return {name: html.unescape(value[1:-1]) for name, value in _ATTRIBUTE.findall(text)}


def tags(text: str, name: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of every tag called ``name``."""
    return (attributes(found[0]) for found in tag(name).finditer(text))


def prefix(text: str, root: str) -> str:
    """Return the prefix (with colon, or empty) that the part uses for its root element."""
    found = tag(root).search(text)
    return found[1] if found else ""


def span(text: str, name: str, start: int = 0) -> tuple[int, int] | None:
    """Return where the first element called ``name`` begins and ends; elements do not nest in their like."""
    found = tag(name).search(text, start)
    if found is None:
        return None
    if found[0].endswith("/>"):
        return found.span()
    closing = f"</{found[1]}{name}>"
    return found.start(), text.index(closing, found.end()) + len(closing)


def content(text: str, name: str) -> str:
    """Return what stands inside the first element called ``name``; empty when there is none."""
    place = span(text, name)
    if place is None:
        return ""
    element = text[slice(*place)]
    opened = tag(name).match(element)
    return element[opened.end() : element.rindex("</")] if opened and not opened[0].endswith("/>") else ""


def append_child(text: str, parent: str, xml: str) -> str:
    """Return the part with ``xml`` as the last child of its first element called ``parent``."""
    found = tag(parent).search(text)
    if found is None:
        raise ValueError(f"no <{parent}>")
    if found[0].endswith("/>"):
        opened = f"{found[0][:-2].rstrip()}>{xml}</{found[1]}{parent}>"
        return text[: found.start()] + opened + text[found.end() :]
    end = text.index(f"</{found[1]}{parent}>", found.end())
    return text[:end] + xml + text[end:]


def insert_after(text: str, names: Sequence[str], xml: str) -> str:
    """Return the part with ``xml`` behind the last of the elements ``names`` (in schema order) that is there."""
    ends = [place[1] for name in names if (place := span(text, name))]
    if not ends:
        raise ValueError(f"none of {names}")
    return text[: max(ends)] + xml + text[max(ends) :]


def set_attribute(opening: str, name: str, value: str) -> str:
    """Return the opening tag with the attribute set; others stay as they are."""
    changed, found = re.subn(rf"(\s{name}\s*=\s*)(?:\"[^\"]*\"|'[^']*')", rf'\g<1>"{value}"', opening, count=1)
    return changed if found else re.sub(r"\s*(/?)>$", rf' {name}="{value}"\1>', opening, count=1)
