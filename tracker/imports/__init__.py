"""Documents on their way to becoming plans: drafts kept, reviewed, confirmed."""
