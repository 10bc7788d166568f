"""Reads tokens."""
