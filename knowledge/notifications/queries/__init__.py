"""Reads what is due."""
