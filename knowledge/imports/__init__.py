"""Import: the firm's own files and other systems' exports into the customer store."""
