"""Due dates on a calendar: a page of the month, and a personal feed for other calendars."""
