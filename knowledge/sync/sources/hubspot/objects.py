"""What is asked of each kind of record, and how what belongs to it is put beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.sync.sources.hubspot.declaration import HubspotTable

Record = dict[str, Any]
MERGED = "hs_merged_object_ids"
_PRIMARY = {"Primary"}  # as HubSpot labels the company that a record belongs to first


@dataclass(frozen=True)
class Asked:
    """``properties``: by their internal names. ``belongs_to``: the kinds of records of which the ids are wanted.

    ``changed_by``: the property that holds when a record was changed. ``stage``: the one that holds a pipeline's stage.
    """

    properties: tuple[str, ...]
    belongs_to: tuple[str, ...] = ()
    changed_by: str = "hs_lastmodifieddate"
    stage: str | None = None


ASKED = {
    HubspotTable.COMPANIES: Asked((
        "name", "domain", "industry", "numberofemployees", "annualrevenue", "country", "state", "hubspot_owner_id",
        "hs_parent_company_id", "hs_lifecyclestage_customer_date",
    )),
    HubspotTable.CONTACTS: Asked(
        ("firstname", "lastname", "email", "phone", "jobtitle", "associatedcompanyid"), changed_by="lastmodifieddate"
    ),
    HubspotTable.PRODUCTS: Asked((
        "name", "price", "hs_product_type", "recurringbillingfrequency", "hs_recurring_billing_period",
    )),
    HubspotTable.DEALS: Asked(
        (
            "dealname", "dealstage", "hs_is_closed_won", "hs_is_closed_lost", "hs_is_closed", "dealtype", "amount",
            "deal_currency_code", "createdate", "closedate", "closed_lost_reason", "hubspot_owner_id",
        ),
        belongs_to=("companies",),
        stage="dealstage",
    ),
    HubspotTable.LINE_ITEMS: Asked(
        ("hs_product_id", "name", "quantity", "amount", "price", "hs_line_item_currency_code"), belongs_to=("deals",)
    ),
    HubspotTable.TICKETS: Asked(
        ("subject", "hs_pipeline_stage", "hs_ticket_priority", "createdate", "closed_date"),
        belongs_to=("companies",),
        stage="hs_pipeline_stage",
    ),
    HubspotTable.LEADS: Asked(
        ("hs_lead_name", "hs_createdate", "hs_lead_source", "hubspot_owner_id"), belongs_to=("companies", "deals")
    ),
}  # fmt: skip


def read_stages(pipelines: Sequence[Mapping[str, Any]]) -> dict[str, Record]:
    """By id, what is put beside a record that stands in a stage: its name, and that tickets in it are closed."""
    found: dict[str, Record] = {}
    for stage in (stage for pipeline in pipelines for stage in pipeline["stages"]):
        is_closed = stage.get("metadata", {}).get("ticketState") == "CLOSED"
        found[str(stage["id"])] = {"stage": stage["label"], "status": "Closed" if is_closed else stage["label"]}
    return found


def in_order(associated: Sequence[Mapping[str, Any]]) -> list[Record]:
    """The ids of what a record belongs to, as lists of records give them; the primary one first."""
    ordered = sorted(associated, key=lambda each: not _is_primary(each))
    return [{"id": str(each["toObjectId"])} for each in ordered]


def _is_primary(associated: Mapping[str, Any]) -> bool:
    kinds = associated.get("associationTypes", ())
    return any(kind.get("category") == "HUBSPOT_DEFINED" and kind.get("label") in _PRIMARY for kind in kinds)


def merged_into(record: Record, table: HubspotTable) -> Iterator[Record]:
    """A record for each that was merged into this one: a company is followed, others are told to be no more."""
    told = record["properties"].get(MERGED) or ""
    for gone in (each.strip() for each in told.split(";")):
        if gone and gone != record["id"]:
            is_company = table is HubspotTable.COMPANIES
            yield {**record, "id": gone, **({"mergedInto": record["id"]} if is_company else {"archived": True})}
