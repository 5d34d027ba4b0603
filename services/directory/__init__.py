"""The directory of services: what help there is, where, when and for whom.

The shape is that of Open Referral HSDS 3.0: an organization runs services, a service is given at locations. One file
for each concept: `model` (the nouns), `records` (how they are kept), `hours` (open now?), `needs` (what a person may
need), `folding` and `index` (search), `catalogue` (the copy in memory), `finding`, `concerns` (what residents say),
`editing`; and for files from elsewhere `source_files`, `hsds_json`, `hsds_tables`, `spreadsheet`, `geojson`, `taking`,
`export`.
"""
