"""The directory's files: spreadsheets, HSDS and GeoJSON in, HSDS out, and the organisation's own pack."""
