"""What to offer, whether at all, and when."""
