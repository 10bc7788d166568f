"""Reads proposals."""
