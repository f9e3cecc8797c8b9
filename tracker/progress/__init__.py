"""What each unit owes for each due instance: its state, its updates, its evidence."""
