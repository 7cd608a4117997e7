"""复核电费: readings and meters, usage, bills, and the statement recomputed row by row. Clauses D1, D2."""
