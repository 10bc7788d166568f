"""HubSpot: customers, who is there, deals and their lines, products, tickets: by lists first, then by searches."""

from knowledge.sync.source_kind import SourceKind
from knowledge.sync.sources.hubspot.activities import Activities
from knowledge.sync.sources.hubspot.crm import Crm
from knowledge.sync.sources.hubspot.declaration import HubspotSource

KIND = SourceKind(name="hubspot", declaration=HubspotSource, open=Crm, preset="hubspot", key="id", writer=Activities)
