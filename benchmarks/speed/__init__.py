"""How fast: answers, imports, figures, look-ups, names, the night, and Slack under load."""
