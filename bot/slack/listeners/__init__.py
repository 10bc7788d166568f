"""What Slack sends, one module a kind; each listener reads the payload, keeps it, and is done."""
