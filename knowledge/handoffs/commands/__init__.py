"""Moves handoffs."""
