"""What every domain rests on: access, unit of work with audit, database, calendar, keys."""
