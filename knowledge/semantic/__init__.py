"""What can be asked of the store: things with fields and measures, a query over them, and its one compiler to SQL."""
