"""Writes holds and what colleagues think of offers."""
