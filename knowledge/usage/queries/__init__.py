"""Reads use."""
