"""Facts of each document, complete and free of contradiction, and the words of a document filled with them."""

import copy
import io
import re
import zipfile

from example_agreement import AGREEMENT
from example_contract import CONTRACT
from example_notice import NOTICE

FACTS = {"HT": CONTRACT, "BG": AGREEMENT, "ZG": NOTICE}
KINDS = list(FACTS)


def example(kind):
    """Return the facts of a document; a test takes away or changes what it is about."""
    return copy.deepcopy(FACTS[kind])


def edited(kind, *path, value):
    """Return the facts of a document with another value at a place."""
    facts = group = example(kind)
    for step in path[:-1]:
        group = group[step]
    group[path[-1]] = value
    return facts


def words(content):
    """Return all words of a document, tables and headers included."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [n for n in package.namelist() if re.match(r"word/(document|header\d|footer\d)\.xml", n)]
        xml = "\n".join(package.read(name).decode() for name in parts)
    return re.sub(r"<[^>]+>", "", xml.replace("</w:p>", "\n").replace("<w:br/>", "\n").replace("</w:tc>", "\t"))
