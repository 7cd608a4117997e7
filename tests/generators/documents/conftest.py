"""Templates, compiled once, and what a document filled with facts says."""

import pytest
from examples import KINDS, words

from generators.documents import DOCUMENTS


@pytest.fixture(scope="module")
def templates():
    return {kind: DOCUMENTS[kind].compiled() for kind in KINDS}


@pytest.fixture
def fill(templates):
    """Return a function that fills a document and returns all its words, tables and headers included."""

    def filled(kind, facts):
        return words(DOCUMENTS[kind].fill(templates[kind], facts))

    return filled
