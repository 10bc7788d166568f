"""Reads a Zendesk account by its incremental exports, which tell what changed since a cursor or a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from knowledge.errors import SourceRefused
from knowledge.sync.http import Api, Params, Reached
from knowledge.sync.source_kind import Json, Page
from knowledge.sync.sources.zendesk.declaration import ZendeskSource, ZendeskTable

_MOST = 1_000  # a page, of which Zendesk gives ten a minute
# Path; the parameter that goes on, and what of an answer it is. Organizations have no export by cursor.
_EXPORTS = {
    ZendeskTable.ORGANIZATIONS: ("/api/v2/incremental/organizations.json", "start_time", "end_time"),
    ZendeskTable.USERS: ("/api/v2/incremental/users/cursor.json", "cursor", "after_cursor"),
    ZendeskTable.TICKETS: ("/api/v2/incremental/tickets/cursor.json", "cursor", "after_cursor"),
}
_SIDELOADS: dict[str, Params] = {
    ZendeskTable.TICKETS: {"include": "metric_sets"}
}  # when they were solved, and reopened


class Desk(Reached):
    """A declared account; its token is in the environment alone."""

    def __init__(self, declared: ZendeskSource, secrets: Mapping[str, str]) -> None:
        self._declared = declared
        super().__init__(
            Api("Zendesk", declared.address, {"Authorization": f"Bearer {secrets[declared.token_env]}"}),
            declared.tables,
        )

    def pull(self, table: str, *, since: Json, resume: Json) -> Iterator[Page]:
        """Page by page; each says where the next begins, so that it is where a killed pull goes on, too.

        A record that changes meanwhile comes once more.
        """
        path, mark, follow = _EXPORTS[ZendeskTable(table)]
        place = resume or since or {"start_time": 0}
        at_end = False
        while not at_end and isinstance(place, dict):
            answer = self._api.get(path, {"per_page": _MOST, **_SIDELOADS.get(table, {}), **place})
            at_end = bool(answer["end_of_stream"])
            following = {mark: answer[follow]} if answer.get(follow) else place
            if not at_end and following == place:
                raise SourceRefused(f"{table}: Zendesk's export does not go on behind {place}")
            place = following
            yield Page(_with_metrics(answer[table], answer.get("metric_sets", ())), place, place)


def _with_metrics(records: Sequence[dict[str, Any]], metrics: Sequence[Mapping[str, Any]]) -> Sequence[dict[str, Any]]:
    """Tickets with their metrics in them, also where those stand beside."""
    of_ticket = {each["ticket_id"]: each for each in metrics}
    return [{**each, "metric_set": of_ticket[each["id"]]} if each["id"] in of_ticket else each for each in records]
