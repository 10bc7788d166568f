"""Ticks checklists."""
