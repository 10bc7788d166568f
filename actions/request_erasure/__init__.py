"""A request about personal data reaches operations."""
