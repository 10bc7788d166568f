"""Agents that act for one of our people: their tokens."""
