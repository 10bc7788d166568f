"""Reads what churn is told and learned from."""
