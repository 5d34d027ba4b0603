"""What editors do with the directory of services from the phone."""
