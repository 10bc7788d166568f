"""The tools: what an agent may ask, and how it changes something. Their descriptions are what a model chooses by."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp_types import ToolAnnotations
from pydantic import Field

from bot.mcp.answers import Answer, Preview
from bot.mcp.asking import Ask, Asking
from bot.mcp.callers import Caller
from bot.mcp.inputs import INTENTS, AsOf, Change, CustomerName, Language, LookUp, slots_of

READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, destructive_hint=False, open_world_hint=False)
PREVIEWS = ToolAnnotations(read_only_hint=False, idempotent_hint=True, destructive_hint=False, open_world_hint=False)
WRITES = ToolAnnotations(read_only_hint=False, idempotent_hint=True, destructive_hint=False, open_world_hint=False)
CallerOf = Callable[[Context[Any, Any]], Caller]
"""Who makes a call, by what came with it."""


def add_tools(server: MCPServer, asking: Asking, caller_of: CallerOf) -> None:
    """Register all tools."""
    _add_customer_tools(server, asking, caller_of)
    _add_firm_tools(server, asking, caller_of)
    _add_changes(server, asking, caller_of)


def _add_customer_tools(server: MCPServer, asking: Asking, caller_of: CallerOf) -> None:
    @server.tool(annotations=READS)
    def recommend_offer(
        customer: CustomerName, ctx: Context[Any, Any], language: Language = "en", as_of: AsOf = None
    ) -> Answer:
        """Whether to offer this customer anything now, and what: at most two offers with evidence, or why not and what
        would lift it. Use it before proposing, cross-selling or upselling anything."""
        return asking.answer(caller_of(ctx), Ask("recommend_offer", customer, as_of=as_of, language=language))

    @server.tool(annotations=READS)
    def draft_talk_track(
        customer: CustomerName,
        ctx: Context[Any, Any],
        medium: Literal["call", "email", "slack"] = "call",
        language: Language = "en",
        as_of: AsOf = None,
    ) -> Answer:
        """Words for a call, an e-mail or a message to this customer about what may be offered, from facts of the store
        only. It is held back where the customer should not be pitched."""
        slots = {"medium": medium, "wished_language": language}
        return asking.answer(caller_of(ctx), Ask("draft_talk_track", customer, slots, as_of=as_of, language=language))

    @server.tool(annotations=READS)
    def assess_churn(
        customer: CustomerName, ctx: Context[Any, Any], language: Language = "en", as_of: AsOf = None
    ) -> Answer:
        """How likely this customer is to leave: band, points of each signal, what to do first."""
        return asking.answer(caller_of(ctx), Ask("assess_churn", customer, as_of=as_of, language=language))

    @server.tool(annotations=READS)
    def brief_account(
        customer: CustomerName, ctx: Context[Any, Any], language: Language = "en", as_of: AsOf = None
    ) -> Answer:
        """All that matters of this customer on one page: what they have, use, say and need, what is open. Use it before
        a meeting, or when the question about a customer is a general one."""
        return asking.answer(caller_of(ctx), Ask("brief_account", customer, as_of=as_of, language=language))


def _add_firm_tools(server: MCPServer, asking: Asking, caller_of: CallerOf) -> None:
    @server.tool(annotations=READS)
    def call_list(
        ctx: Context[Any, Any],
        product: Annotated[str | None, Field(description="Only for this product.")] = None,
        language: Language = "en",
        as_of: AsOf = None,
    ) -> Answer:
        """Whom the person should call first among their customers, each with one reason; and whom not, and why."""
        slots = {"product": product} if product else {}
        return asking.answer(caller_of(ctx), Ask("rank_accounts", None, slots, as_of=as_of, language=language))

    @server.tool(annotations=READS)
    def churn_risks(ctx: Context[Any, Any], language: Language = "en", as_of: AsOf = None) -> Answer:
        """The person's customers that are in danger of leaving, the most urgent first, each with its reasons."""
        return asking.answer(caller_of(ctx), Ask("list_churn_risks", as_of=as_of, language=language))

    @server.tool(annotations=READS)
    def figures(
        ctx: Context[Any, Any],
        metric: Annotated[str | None, Field(description="nrr, logo_churn, cross_sell_rate … ; left out: all.")] = None,
        language: Language = "en",
        as_of: AsOf = None,
    ) -> Answer:
        """The firm's figures (NRR, churn, cross-sell rate, CAC, LTV …) with definition, trend and what was counted."""
        slots = {"metric": metric} if metric else {}
        return asking.answer(caller_of(ctx), Ask("show_metrics", None, slots, as_of=as_of, language=language))

    @server.tool(annotations=READS)
    def playbook(
        question: Annotated[str, Field(description="In the words of the person.")],
        ctx: Context[Any, Any],
        language: Language = "en",
    ) -> Answer:
        """How the firm sells: its own policies (discounts, refunds, approvals), good practice, what to answer to an
        objection. Tells the source; says so where there is no article."""
        return asking.answer(caller_of(ctx), Ask("ask_playbook", text=question, language=language))

    @server.tool(annotations=READS)
    def look_up(query: LookUp, ctx: Context[Any, Any], language: Language = "en", as_of: AsOf = None) -> Answer:
        """Any fact of the store: who, which, how many, how much, since when, by what. Not for advice (recommend_offer,
        assess_churn). Read osusume://catalogue first for things, fields and measures. Rows come as bare values in
        ``found``. Example: {"thing": "contract", "where": [{"field": "renews_on", "operator": "between", "values":
        ["today", "today+60"]}], "order_by": [{"field": "renews_on"}]}."""
        told = query.to_query()
        slots = {"query": json.dumps(told, ensure_ascii=False)}
        ask = Ask("look_up", None, slots, as_of=as_of, language=language)
        return asking.look_up(caller_of(ctx), told, ask)


def _add_changes(server: MCPServer, asking: Asking, caller_of: CallerOf) -> None:
    @server.tool(annotations=PREVIEWS)
    def preview_change(change: Change, ctx: Context[Any, Any], language: Language = "en") -> Preview:
        """First of two steps to write down a note, a need, a hold, a reminder, an outcome or a handoff. Nothing
        is written; show the person what ``would`` says, and call confirm_change only once they agree."""
        ask = Ask(INTENTS[change.kind], change.customer, slots_of(change), language=language)
        return asking.preview(caller_of(ctx), ask)

    @server.tool(annotations=WRITES)
    def confirm_change(token: str, ctx: Context[Any, Any], language: Language = "en") -> Answer:
        """Second step: make the change that preview_change gave this token for. Only after the person agreed. They can
        take it back by saying "undo" in Slack or chat."""
        return asking.confirm(caller_of(ctx), token, language)
