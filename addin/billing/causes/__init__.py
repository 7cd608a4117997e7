"""Why is a bill different: the mistakes that would give exactly the issued amount, tried alone and in pairs."""
