"""Papers for signature: which rows of the ledger call for one, its facts, its number; refusals as sentences."""

from addin.papers.paper import Paper, make
from addin.papers.plan import plan

__all__ = ["Paper", "make", "plan"]
