"""Salesforce: customers, who is there, deals and their lines, cases and visits, by SOQL; the first load in bulk."""

from knowledge.sync.source_kind import SourceKind
from knowledge.sync.sources.salesforce.declaration import SalesforceSource
from knowledge.sync.sources.salesforce.org import Org

KIND = SourceKind(name="salesforce", declaration=SalesforceSource, open=Org, preset="salesforce", key="Id")
