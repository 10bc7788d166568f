"""What the calendar brings about."""
