"""Anything asked of the store that is no advice: facts, lists, counts, comparisons, trends."""
