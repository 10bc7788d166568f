"""Which fields of each kind of record are asked for."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.sync.sources.salesforce.declaration import SalesforceTable


@dataclass(frozen=True)
class Asked:
    """``must``: fields without which a record says nothing; ``may``: those of which an org or its user may lack some.

    ``where``: which records are none of ours to begin with.
    """

    must: tuple[str, ...]
    may: tuple[str, ...] = ()
    where: str | None = None


CHANGED = "SystemModstamp"
USUAL = ("Id", CHANGED)
DELETED = "IsDeleted"  # users are never deleted, and have no such field
_CURRENCY = "CurrencyIsoCode"  # only where an org has several

ASKED = {
    SalesforceTable.USER: Asked(
        ("Name", "Username"), ("Email", "Department", "Division", "ManagerId", "TimeZoneSidKey"),
        where="UserType = 'Standard'",
    ),
    SalesforceTable.PRODUCT: Asked(("Name", "ProductCode"), ("Family",)),
    SalesforceTable.ACCOUNT: Asked(
        ("Name", "ParentId"),
        (
            "MasterRecordId", "Industry", "NumberOfEmployees", "AnnualRevenue", _CURRENCY, "OwnerId", "Website",
            "BillingCountry", "BillingCountryCode", "BillingState", "CorporateNumber__c", "HojinBango__c",
            "CustomerSince__c", "Type",
        ),
    ),
    SalesforceTable.CONTACT: Asked(("AccountId", "Name", "Email"), ("Title",)),
    SalesforceTable.LEAD: Asked(
        ("Company", "Status", "IsConverted", "CreatedDate"),
        ("LeadSource", "Industry", "State", "OwnerId", "ConvertedAccountId", "ConvertedOpportunityId", "ConvertedDate"),
    ),
    SalesforceTable.OPPORTUNITY: Asked(
        ("AccountId", "Name", "StageName", "IsWon", "IsClosed", "CreatedDate", "CloseDate"),
        ("OwnerId", "Type", "Amount", _CURRENCY, "Loss_Reason__c", "LossReason__c"),
    ),
    SalesforceTable.OPPORTUNITY_LINE: Asked(
        ("OpportunityId", "Quantity"),
        ("Product2Id", "ProductCode", "Name", "TotalPrice", "UnitPrice", _CURRENCY),
    ),
    SalesforceTable.ASSET: Asked(
        ("AccountId", "Name", "IsCompetitorProduct", "PurchaseDate", "InstallDate"),
        ("Product2Id", "Quantity", "Price", _CURRENCY, "UsageEndDate", "CreatedDate"),
    ),
    SalesforceTable.TASK: Asked(
        ("Subject", "ActivityDate", "AccountId"), ("WhatId", "OwnerId", "TaskSubtype", "Type", "IsClosed")
    ),
    SalesforceTable.EVENT: Asked(
        ("Subject", "ActivityDate", "AccountId"), ("WhatId", "OwnerId", "EventSubtype", "Type")
    ),
    SalesforceTable.CASE: Asked(
        ("AccountId", "Priority", "Status", "CreatedDate"), ("Subject", "ClosedDate", "IsEscalated")
    ),
}  # fmt: skip
