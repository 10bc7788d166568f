"""What speaks: Slack, playground and terminal, all through one door."""
