"""Writes proposals."""
