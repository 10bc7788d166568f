"""Makes and ends tokens."""
