"""Writes what customers said."""
