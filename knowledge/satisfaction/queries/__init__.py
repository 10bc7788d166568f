"""Reads surveys and tickets."""
