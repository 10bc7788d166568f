"""Kills a working process again and again, and counts what was lost or told twice."""
