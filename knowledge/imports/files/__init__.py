"""Files of other systems, read line by line: what kind, which encoding, which columns, which rows."""
