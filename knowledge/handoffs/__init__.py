"""Handoffs between customer success and sales: a contract with a clock."""
