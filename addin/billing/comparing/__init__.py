"""Issued beside recomputed bills: which rows stand for the same thing, and how they differ."""
