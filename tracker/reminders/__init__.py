"""Who is reminded of what and when; the ledger, the digests, the outbox."""
