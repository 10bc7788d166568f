"""Measures the product from outside: speed, load, kills, evidence on public data. Not in the package."""
