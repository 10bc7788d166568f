"""The page in a browser: the same door, questions and replies as in Slack and the terminal."""
