"""Turns what a seller typed, in English or Japanese, into one stem and the names around it."""
