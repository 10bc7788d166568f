"""Reads customers."""
