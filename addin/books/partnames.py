"""Part names: where the relations of a part stand, what a target means, which name is still free.

References:
    ECMA-376 part 2 (Open Packaging Conventions), 6.2 and 6.5.
"""

import posixpath
from collections.abc import Iterable


def relations_of(name: str) -> str:
    """Return the name of the part that holds the relations of ``name``."""
    return posixpath.join(posixpath.dirname(name), "_rels", f"{posixpath.basename(name)}.rels")


def free_name(names: Iterable[str], name: str) -> str:
    """Return ``name``, numbered where needed, so that it is no part yet, nor a source of relations."""
    used = {one.lower() for one in names}
    stem, ending = posixpath.splitext(name)
    tries = (f"{stem}{number or ''}{ending}" for number in range(len(used) + 1))
    return next(one for one in tries if not {one.lower(), relations_of(one).lower()} & used)


def resolved(source: str, target: str) -> str:
    """Return the part that a target of ``source`` means: absolute, or relative to the folder of its source."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
