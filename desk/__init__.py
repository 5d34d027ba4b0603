"""Where staff read: server-rendered pages behind a passphrase."""
