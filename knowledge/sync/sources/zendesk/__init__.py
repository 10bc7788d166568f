"""Zendesk Support: organizations, users and tickets, by its incremental exports."""

from knowledge.sync.source_kind import SourceKind
from knowledge.sync.sources.zendesk.declaration import ZendeskSource
from knowledge.sync.sources.zendesk.desk import Desk

KIND = SourceKind(name="zendesk", declaration=ZendeskSource, open=Desk, preset="zendesk", key="id")
