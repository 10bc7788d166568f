"""Names of firms: normal form, likeness, the index that finds them."""
