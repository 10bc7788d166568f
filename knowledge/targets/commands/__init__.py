"""Asks owners for a review."""
