"""What colleagues tell goes back to the system it concerns: once, never over somebody's work, undone there as here."""
