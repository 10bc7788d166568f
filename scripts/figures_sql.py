"""The definitions of told figures as SQL of our own hand, for ``scripts.figures_by_hand``: nothing of the product."""

from __future__ import annotations

# What each customer pays a month on a day. A contract runs from its first day to the day before ended_on, and on to a
# next one of the customer that begins within 31 days after it. Test accounts are nobody's customers.
_PAYS = """
    select s.account_id, sum(s.monthly_minor) as minor
    from subscriptions s join accounts a on a.id = s.account_id
    where a.is_test = 0 and s.monthly_minor is not null and s.currency is not null and s.started_on <= {day}
      and (s.ended_on is null
        or coalesce((select min(n.started_on) from subscriptions n where n.account_id = s.account_id
                     and n.started_on >= s.ended_on and n.started_on <= date(s.ended_on, '+31 days')
                     and n.started_on <= :as_of), s.ended_on) > {day})
    group by s.account_id having sum(s.monthly_minor) > 0
"""
_BOTH = f"""
    with opening as ({_PAYS.format(day=":opening")}), closing as ({_PAYS.format(day=":end")}),
    both as (select o.account_id, o.minor as first, coalesce(c.minor, 0) as last
             from opening o left join closing c on c.account_id = o.account_id)
"""
_PROPOSED = """
    select 1.0 * sum(p.outcome = 'won' and (p.outcome_on is null or p.outcome_on <= :as_of)) / nullif(count(*), 0)
    from proposals p join accounts a on a.id = p.account_id
    where a.is_test = 0 and p.kind = '{kind}' and p.proposed_on between :start and :end
"""

BY_PERIOD = {
    "nrr": f"{_BOTH} select 1.0 * sum(last) / nullif(sum(first), 0) from both",
    "grr": f"{_BOTH} select 1.0 * sum(min(first, last)) / nullif(sum(first), 0) from both",
    "revenue_churn": f"{_BOTH} select 1.0 * sum(iif(last = 0, first, 0)) / nullif(sum(first), 0) from both",
    "logo_churn": f"{_BOTH} select 1.0 * sum(last = 0) / nullif(count(*), 0) from both",
    "retention": f"{_BOTH} select 1.0 * sum(last > 0) / nullif(count(*), 0) from both",
    "recurring": f"with closing as ({_PAYS.format(day=':end')}) select sum(minor) from closing",
    "arpa": f"with closing as ({_PAYS.format(day=':end')}) select 1.0 * sum(minor) / count(*) from closing",
    "win_rate": """
        select 1.0 * sum(d.outcome = 'won') / nullif(count(*), 0) from deals d join accounts a on a.id = d.account_id
        where a.is_test = 0 and d.outcome in ('won', 'lost') and d.closed_on between :start and :end""",
    "cross_sell_rate": _PROPOSED.format(kind="cross_sell"),
    "upsell_rate": _PROPOSED.format(kind="upsell"),
    "nps": """
        select 100.0 * (sum(s.score >= 9) - sum(s.score <= 6)) / nullif(count(*), 0)
        from surveys s join accounts a on a.id = s.account_id
        where a.is_test = 0 and s.kind = 'nps' and s.answered_on between :start and :end""",
}
"""Figure → one number, for :opening (the evening before), :start, :end and :as_of."""

_CUSTOMERS = """
    select distinct s.account_id from subscriptions s join accounts a on a.id = s.account_id
    where a.is_test = 0 and s.started_on <= :as_of and (s.ended_on is null or s.ended_on > :as_of)
"""
ATTACHED = f"""
    with customers as ({_CUSTOMERS})
    select 1.0 * (select count(distinct s.account_id) from subscriptions s join products p on p.id = s.product_id
                  where p.name = :product and s.account_id in customers and s.started_on <= :as_of
                    and (s.ended_on is null or s.ended_on > :as_of)) / count(*) from customers
"""
"""Customers under contract for a product, of all customers on the day."""

OF_CONTRACTS = """
    select sum(monthly_minor) from subscriptions
    where account_id = :account and started_on <= :as_of and (ended_on is null or ended_on > :as_of)
"""
"""What one customer pays a month on the day."""

# The customer's own rhythm: the gap in the middle of all gaps between buying days, and the middle distance from it.
_LATE = """
    with days as (select distinct purchased_on as day from purchases
                  where account_id = :account and quantity > 0 and purchased_on <= :as_of),
    gaps as (select julianday(day) - julianday(lag(day) over (order by day)) as gap from days),
    ranked as (select gap, row_number() over (order by gap) as place, count(*) over () as size from gaps where gap > 0),
    middle as (select avg(gap) as gap from ranked where place in ((size + 1) / 2, (size + 2) / 2)),
    apart as (select abs(g.gap - m.gap) as far from gaps g, middle m where g.gap > 0),
    far as (select far, row_number() over (order by far) as place, count(*) over () as size from apart),
    spread as (select avg(far) as far from far where place in ((size + 1) / 2, (size + 2) / 2)),
    usual as (select case when (select count(*) from days) >= 4
                then max(m.gap + max(m.gap / 2, s.far), 7)
                else max(120, coalesce(1.5 * (select max(gap) from gaps), 0)) end as days from middle m, spread s),
    silence as (select julianday(:as_of) - julianday(max(day)) as days from days)
    select case when silence.days is null then null else 2.5 * round(40 * min(max((
      (silence.days - usual.days) / max(silence.days, usual.days) - 0.4) / 0.5, 0), 1), 1) end
    from silence, usual
"""
OF_LEDGER = {
    ("show_purchases", "spent"): """
        select sum(amount_minor) from purchases where account_id = :account and purchased_on <= :as_of""",
    ("assess_churn", "churn"): _LATE,
}
"""(Question, figure) → one number about one customer of a ledger without any contract."""
