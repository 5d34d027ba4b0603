"""Backups and putting them back, and the files beside the database that tell when an older one stands in its place."""
