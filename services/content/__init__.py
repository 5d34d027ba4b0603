"""What an organisation replaces with its own: read from plain files, and checked."""
