"""Holds definitions against the store."""
