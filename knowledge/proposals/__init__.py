"""Offers made, and what became of them."""
