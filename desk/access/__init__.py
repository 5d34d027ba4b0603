"""Getting in and being shut out: sessions, passphrases, the lock, and what browsers may do."""
