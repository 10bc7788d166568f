"""What is told unasked, one module a kind; ``registry`` finds them."""
