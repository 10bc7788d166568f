"""Writes absences."""
