"""The directory of services: what help there is, where, when and for whom.

The shape is that of Open Referral HSDS 3.0: an organization runs services, a service is given at locations. One file
for each concept.

Kept and shown: `model` (the nouns), `records` (how they are kept), `needs` (what a person may need, how old an entry
may be), `days` (on which days?), `hours` (open now?), `catalogue` (the copy in memory), `folding`, `sorani`, `arabic`
and `index` (search), `relevance` (what answers words, and in which order), `finding` (what is shown), `answering` (the
few for whoever types), `card`, `telephone`, `feedback` (what residents say) and `tallies` (how often). What editors do
with it stands in `services.editing`.

Files from elsewhere: `source_files` opens them safely; `kinds` says what is a service; `hsds_json`, `hsds_parts`,
`hsds_schedules`, `hsds_tables`, `older_tables`, `clock_words`, `spreadsheet`, `spreadsheet_columns`, `hours_text` and
`geojson` read them into a `batch` with its `report`; `confidential` and `withholding` (by the words of `refuges`) say
whose place is not told; `taking` keeps it; `pack` is the organisation's own content; `export` writes HSDS.
"""
