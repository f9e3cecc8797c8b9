"""The office's own calendar: days off and make-up days it adds to or takes from the known ones."""
