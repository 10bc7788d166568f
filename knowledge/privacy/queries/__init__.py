"""Reads what is kept of somebody."""
