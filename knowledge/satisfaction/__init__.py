"""How content customers are."""
