"""What a cell says: days, amounts, ids and flags as exports write them, or why they cannot be read."""
