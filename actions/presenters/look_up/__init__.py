"""How a look-up is told: a fact, a list, a count or sum, a comparison, a trend."""
