"""The measures' inputs, aggregated by SQL where the data lives: one statement a subject, for one account or for all.

The columns are those of ``knowledge.accounts.inputs``.
"""
