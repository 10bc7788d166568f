"""What people are told unasked: reminders, digests, alerts."""
