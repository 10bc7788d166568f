"""The assistant in a terminal: the same door as in Slack."""
