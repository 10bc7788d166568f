"""The nightly snapshot of all customers."""
