"""容(需)量电费: the capacity and the demand that are billed."""
