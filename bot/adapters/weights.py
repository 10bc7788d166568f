"""What the page in a browser needs to try other weights of the churn score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from actions.presenters.weight_trial import tell_weights
from actions.reply import Reply
from bot.adapters.clock import firm_clock
from bot.adapters.office import StoreOffice
from knowledge.churn.queries.weight_trials import try_weights as _try
from knowledge.playbook.phrases import Phrases
from knowledge.terms import ChurnGroup

MOST = 100  # points


@dataclass(frozen=True)
class Weight:
    """The weight of one group of signals as it is, and as tried."""

    group: str
    label: str
    as_is: int
    tried: int


def holding_weights(office: StoreOffice, language: str) -> tuple[Weight, ...]:
    """The weights as they are."""
    return read_weights(office, {}, language)


def read_weights(office: StoreOffice, given: Mapping[str, str], language: str) -> tuple[Weight, ...]:
    """The weights with what was given in place of them. ValueError for what is no weight, or leaves none."""
    say, holding = Phrases(language), office.knowledge.rules.churn.weights
    weights = []
    for group in ChurnGroup:
        as_is = int(getattr(holding, group))
        said = given.get(group, str(as_is))
        if not (said.isascii() and said.isdigit() and len(said) <= len(str(MOST)) and int(said) <= MOST):
            raise ValueError(say("weights.no_weight"))
        weights.append(Weight(group, say(f"churn.group_{group}"), as_is, int(said)))
    if not any(weight.tried for weight in weights):
        raise ValueError(say("weights.none_left"))
    return tuple(weights)


def try_weights(office: StoreOffice, asker: str, account_id: int, weights: tuple[Weight, ...], language: str) -> Reply:
    """What would change for this customer and all in the asker's sight. AccountUnknown; nothing is written."""
    knowledge = office.knowledge
    with knowledge.access(asker, as_of=firm_clock(knowledge).today()) as access:
        tried = _try(access, account_id, {weight.group: weight.tried for weight in weights})
    both = (tried.as_is, tried.tried)
    return tell_weights(tried.account, tried.everybody, tried.heads, both, Phrases(language), is_sample=tried.is_sample)
