"""How due days follow the ward's calendar: foreseen, shown, then applied in one go."""
