"""The state of a thread: routing, carried slots, open questions, choices, corrections."""
