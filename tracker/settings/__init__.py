"""What the office decides for its ward, with declared defaults; an unknown key is an error."""
