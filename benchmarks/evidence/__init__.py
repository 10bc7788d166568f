"""What the advice is worth on public data, against rivals."""
