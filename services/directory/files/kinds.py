"""What an object or a table of other people's files is, told by its fields; and which of them are taken.

An import takes services. A location, an organization or a term of a taxonomy has a name as well, and is none.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from services.directory.files.confidential import is_about_hiding
from services.directory.files.report import ImportReport

SERVICE: Final = "service"
UNKNOWN: Final = ""
WHERE: Final = "_where"
"""Where an object stood, put in by who makes objects out of tables."""
_SERVICE_FIELDS: Final = (
    "status organization program program_id application_process how_to_apply fees fees_description eligibility"
    " eligibility_description interpretation_services wait_time assured_date assurer_email accreditations alert"
    " minimum_age maximum_age service_at_locations required_documents cost_options service_areas capacities audience"
    " accepted_payments keywords taxonomy_ids needs audiences"
)
_TELLING: Final = {
    SERVICE: _SERVICE_FIELDS,
    "location": "location_type latitude longitude transportation addresses external_identifier accessibility virtual"
    " short_desc admin_emails",
    "organization": "tax_status tax_id year_incorporated date_incorporated legal_status logo parent_organization_id"
    " organization_identifiers locations programs additional_websites website funding_sources acronym",
    "term of a taxonomy": "taxonomy taxonomy_id taxonomy_detail term_uri parent parent_id parent_name vocabulary",
    "taxonomy": "version",
    "telephone number": "number number_type extension country_prefix vanity_number",
    "schedule": "weekday opens_at closes_at freq byday start_date end_date",
    "address": "address_1 postal_code state_province city street_1",
    "contact": "title department",
}


def words_in(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


_FIELDS_OF: Final = {kind: words_in(fields) for kind, fields in _TELLING.items()}
_ITS_OWN: Final = words_in("phones schedules languages contacts")
_OWNERS: Final = "service_id location_id organization_id service_at_location_id contact_id phone_id program_id"
TAKEN: Final = {
    SERVICE: "id name description status organization organization_id eligibility_description minimum_age maximum_age"
    " application_process fees_description alert email url assured_date phones schedules languages required_documents"
    " cost_options attributes service_at_locations",
    "organization": "id name description website phones attributes services",
    "location": "id name description transportation addresses latitude longitude accessibility phones schedules"
    " attributes location_type organization_id services",
    "service_at_location": "id description phones schedules location attributes service",
    "phone": "id number extension description type contact_id attributes",
    "schedule": "id freq interval byday bymonthday byweekno byyearday wkst dtstart until count valid_from valid_to"
    " timezone opens_at closes_at description notes attributes",
    "language": "id code name",
    "required_document": "id document attributes",
    "cost_option": "id option amount currency amount_description",
    "accessibility": "id description details attributes",
    "address": "id address_1 address_2 city region state_province postal_code country address_type",
}
"""HSDS fields that are read, by the kind of record."""
_TAKEN: Final = {kind: words_in(f"{fields} {_OWNERS}") for kind, fields in TAKEN.items()}


def kind_of(fields: Iterable[str], is_listed_as_service: bool = False) -> str:
    """What has these fields: SERVICE, the name of something else, or UNKNOWN."""
    present = {field.strip().lower() for field in fields} - {WHERE}
    if present & _FIELDS_OF[SERVICE] or is_listed_as_service:
        return SERVICE
    found = [(len(present & telling), kind) for kind, telling in _FIELDS_OF.items() if present & telling]
    if found:
        return max(found, key=lambda each: each[0])[1]
    return SERVICE if present & _ITS_OWN else UNKNOWN


def filled(found: Mapping[str, Any]) -> list[str]:
    """The fields in which something stands."""
    return [str(key) for key, value in found.items() if value not in (None, "", [], {})]


def note_the_rest(kind: str, found: Mapping[str, Any], report: ImportReport) -> None:
    """Say which fields of the record are not read."""
    for key in filled(found):
        if key not in _TAKEN[kind] and key != WHERE and not is_about_hiding(key):
            report.pass_over(key, kind)
