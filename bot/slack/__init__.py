"""Osusume in Slack."""
