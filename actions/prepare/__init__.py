"""One page before a meeting, of the week, of the day, for a manager."""
