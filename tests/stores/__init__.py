"""Stores of past releases."""
