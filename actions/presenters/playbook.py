"""How playbook entries are told: the text with the firm's own rules in it, the source, what to ask next."""

from __future__ import annotations

import re

from actions.presenters.figures import unique
from actions.presenters.four_questions import Told, tell_needs, tell_purchases, tell_satisfaction, tell_usage
from actions.presenters.gate import tell_blocks
from actions.registry import spec_of
from actions.reply import Choice, Figure, Line, Reply, Section
from knowledge.accounts.account_360 import Account360
from knowledge.offers.advice import advise
from knowledge.playbook.articles import Article, Both, load_articles
from knowledge.playbook.phrases import Phrases, write_text
from knowledge.playbook.rule_facts import rule_facts
from knowledge.playbook.rules import Rules

# Likeness, chosen on the labelled questions of the tests: refuses all that is off the topic there, and 1 in 10 others.
FOUND_FROM = 0.585
OBJECTION_FROM = 0.48
_INTENTS_SHOWN = 2


def tell_article(article: Article, rules: Rules, say: Phrases) -> str:
    """The answer in this language, with the numbers of the firm's rules."""
    return write_text(article.answer.of(say.language), say.language, rule_facts(rules))


def tell_account(
    article: Article, case: Account360, rules: Rules, say: Phrases
) -> tuple[tuple[Section, ...], tuple[Figure, ...]]:
    """What the topic turns on, as this customer's facts; satisfaction always, and what blocks an offer."""
    told = [tell_satisfaction(case, say), *(_tell_fact(name, case, rules, say) for name in article.facts)]
    lines = tuple(line for part in told for line in part.lines)
    blocks, block_figures = tell_blocks(case, advise(case, rules), rules, say)
    title = say("ask_playbook.account_title", account=case.account.name)
    figures = unique([*(figure for part in told for figure in part.figures), *block_figures])
    return (Section(key="account", title=title, lines=lines), *blocks), figures


def _tell_fact(name: str, case: Account360, rules: Rules, say: Phrases) -> Told:
    if name == "usage":
        return tell_usage(case, rules, say)
    return tell_needs(case, say) if name == "needs" else tell_purchases(case, rules, say)


def tell_alone(key: str, rules: Rules, say: Phrases) -> Reply:
    """An article without a customer."""
    article = load_articles()[key]
    return Reply(
        intent="ask_playbook",
        language=say.language,
        headline=article.title.of(say.language),
        sections=(
            Section(key="answer", lines=(Line(text=tell_article(article, rules, say)),)),
            tell_source(article.source, say),
        ),
        choices=(*ask_next(article.intents, None, say), *read_on(article.see, None, say)),
    )


def tell_source(source: Both, say: Phrases) -> Section:
    """Where the entry comes from, so that a rule of thumb is not taken for a measurement."""
    return Section(key="source", lines=(Line(text=say("ask_playbook.source", source=source.of(say.language))),))


def read_on(keys: tuple[str, ...], case: Account360 | None, say: Phrases) -> tuple[Choice, ...]:
    """Buttons to other articles, which keep the customer."""
    kept = account_slots(case)
    return tuple(
        Choice(label=load_articles()[key].title.of(say.language), intent="ask_playbook", slots={"article": key, **kept})
        for key in keys
    )


def ask_next(intents: tuple[str, ...], case: Account360 | None, say: Phrases) -> tuple[Choice, ...]:
    """Buttons to related questions, those about one customer only where one is named."""
    fitting = [intent for intent in intents if case or spec_of(intent).of_the_firm][:_INTENTS_SHOWN]
    return tuple(Choice(label=say(f"{intent}.name"), intent=intent, slots=account_slots(case)) for intent in fitting)


def unnamed(text: str, case: Account360 | None) -> str:
    """The question without the customer's name, which would only draw it away from its topic."""
    if case is None:
        return text
    names = sorted({case.account.name, *case.account.name.split()}, key=len, reverse=True)
    pattern = "|".join(re.escape(name) for name in names if len(name) > 1)
    return re.sub(pattern, " ", text, flags=re.IGNORECASE).strip() or text


def account_slots(case: Account360 | None) -> dict[str, str | int]:
    """The customer, as a button keeps it."""
    return {"account_id": case.account.id, "account": case.account.name} if case else {}
