"""Turns what a seller typed, in English or Japanese, into one intent and the names around it."""
