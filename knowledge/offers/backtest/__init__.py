"""Proof on the firm's own past: what the scores would have said, and what followed."""
