"""Writes what people answered to alerts."""
