"""What those who won said struck home and what had troubled the customer: counted, never from too few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from actions.reply import Line, Section, Tone
from knowledge.kernel.access import AccessContext
from knowledge.playbook.phrases import Phrases
from knowledge.proposals.queries.won_answers import WonSaid, load_won_answers
from knowledge.targets.best_words import read_themes
from knowledge.terms import WonQuestion

_FEWEST = 3  # winners, below which a count says nothing
_QUOTES = 2


def tell_winners(access: AccessContext, say: Phrases, *, among: Collection[int] | None = None) -> list[Section]:
    """The answers after won deals, of these customers or all; nothing where nobody was ever asked."""
    said = [each for each in load_won_answers(access) if among is None or each.account_id in among]
    struck = [answer for each in said if (answer := each.answers.get(WonQuestion.PROPOSAL))]
    if not said:
        return []
    lines = _counted(struck, say) if len(struck) >= _FEWEST else [_too_few(len(struck), say)]
    lines += [_quote(each, say) for each in said if WonQuestion.TROUBLE in each.answers][:_QUOTES]
    return [Section(key="winners", title=say("study_best_customers.winners_title"), lines=tuple(lines))]


def _counted(struck: list[str], say: Phrases) -> list[Line]:
    counts = Counter(theme for answer in struck for theme in read_themes(answer))
    told = [(theme, count) for theme, count in counts.most_common() if count >= 2]
    if not told:
        return [Line(text=say("study_best_customers.winners_differ", all=len(struck)))]
    return [
        Line(text=_count(theme, count, len(struck), say), tone=Tone.GOOD if place == 0 else Tone.PLAIN)
        for place, (theme, count) in enumerate(told)
    ]


def _count(theme: str, count: int, everybody: int, say: Phrases) -> str:
    name = say(f"study_best_customers.theme_{theme}")
    return say("study_best_customers.winners_count", count=count, all=everybody, theme=name)


def _too_few(found: int, say: Phrases) -> Line:
    return Line(text=say("study_best_customers.winners_few", found=found, needed=_FEWEST), tone=Tone.CAUTION)


def _quote(each: WonSaid, say: Phrases) -> Line:
    words = each.answers[WonQuestion.TROUBLE]
    text = say("study_best_customers.trouble", account=each.account, day=each.won_on, words=words)
    return Line(text=text, tone=Tone.QUOTE)
