"""Customers: who they are, all that is known of one, their names, their measures."""
