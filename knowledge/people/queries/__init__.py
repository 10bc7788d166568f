"""Reads our own people."""
