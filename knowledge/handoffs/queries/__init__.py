"""Reads handoffs."""
