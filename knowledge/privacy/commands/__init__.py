"""Erases what is kept of somebody."""
