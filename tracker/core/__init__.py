"""What every feature stands on: database, clock, errors, text, calendar, storage, web."""
