"""A look-up that is told again and again, as long as it finds something."""
