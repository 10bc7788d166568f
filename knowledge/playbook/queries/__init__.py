"""Reads checklists."""
