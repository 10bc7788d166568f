"""Reads the snapshots."""
