"""Our own people."""
