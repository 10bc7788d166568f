"""Enqueues notifications, reminders, meetings."""
