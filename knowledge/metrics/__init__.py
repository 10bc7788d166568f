"""The firm's figures (``domain.md`` 10): pure formulas over counts and sums that the store hands in."""
