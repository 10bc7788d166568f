"""Who is to read a text and who sends it, as a message names them."""

from __future__ import annotations

import re

from bot.nlu.drafting_text import NAME, DraftingText, Span, overlap
from bot.nlu.drafting_words import matches

_MOST_NAME = 4  # words, of somebody's name or title
_ROUND_NAMES = " \u3000'’\"“”"


def read_addressee(said: DraftingText) -> None:
    """Whom it is for: a name, a title, a role."""
    said.find("address_not")
    if "one_more" in said.slots or _read_several(said):
        return
    others = (*said.words.lists["inside"], *said.words.lists["sentences"])  # "cut it to three lines" names nobody
    inside = [match.span() for pattern in others for match in pattern.finditer(said.text)]
    for pattern in said.words.lists["address"]:
        for match in pattern.finditer(said.text):
            who = _bare(said, match["who"])
            start = said.text.find(who, match.start("who"))
            if not _may_be_somebody(said, who, start) or who in said.others:
                continue
            if any(overlap(match.span(), span) for span in inside):
                continue
            whole = said.raw[start : start + len(who)]
            said.slots["addressee"] = whole.upper() if re.search(said.words.acronyms, who) else whole
            is_verb = match.re.pattern in said.words.verbs_of_address  # "text Olivia" says how, too
            said.taken.append((start if is_verb else match.start(), start + len(who)))
            if role := _role(said, who):
                said.slots["role"] = role
            return


def read_one_more(said: DraftingText) -> None:
    """One more name beside those the text is for already: "cc Ben", 野口部長も宛名に."""
    for pattern in said.words.lists["address_add"]:
        for match in pattern.finditer(said.text):
            who = _bare(said, match["who"])
            start = said.text.find(who, match.start("who"))
            if _may_be_somebody(said, who, start):
                said.slots["one_more"] = said.raw[start : start + len(who)].strip()
                said.taken.append(match.span())
                return


def _read_several(said: DraftingText) -> bool:
    """Two people named in one breath, or everybody there."""
    if everybody := said.find("address_all"):
        said.slots |= {"addressee": said.raw[slice(*everybody[0])].strip(), "role": "all"}
        return True
    for pattern in said.words.lists["address_several"]:
        for match in pattern.finditer(said.text):
            names = [match["one"], match["two"]]
            if all(_may_be_somebody(said, name, said.text.find(name, match.start())) for name in names):
                spans = [said.raw[slice(*match.span(group))].strip() for group in ("one", "two")]
                said.slots["addressee"] = "|".join(spans)
                said.taken.append(match.span())
                return True
    return False


def read_sender(said: DraftingText) -> None:
    """Who signs it."""
    whole = (re.escape(name) for name in said.colleagues)
    loose = [re.compile(sign.replace("@", name), re.IGNORECASE) for name in whole for sign in said.words.signs_as]
    for pattern in (*loose, *said.words.lists["sign"]):
        if match := pattern.search(said.raw):
            said.slots["sender"] = match["who"].strip()
            said.taken.append(match.span())
            return


def read_newcomer(said: DraftingText) -> None:
    """An introduction that names one of our own is theirs, unless it is taken over from them."""
    if said.slots.get("purpose") == "introduction" and len(said.colleagues) == 1 and not said.says("takes_over"):
        said.slots.setdefault("sender", said.colleagues[0])


def _bare(said: DraftingText, who: str) -> str:
    """The name or title without what follows it, and without the customer's name before it."""
    edge = said.words.edges["name"]
    who = re.sub(said.words.address_ends, "", who).strip(" \u3000" + edge)
    return re.sub(rf"^.*{NAME}(?:{said.words.after_names})?\s*", "", who).strip(_ROUND_NAMES + edge)


def _may_be_somebody(said: DraftingText, who: str, start: int) -> bool:
    place: Span = (start, start + len(who))
    return (
        any(map(str.isalpha, who))
        and not said.is_taken(place)
        and re.search(said.words.not_people, who) is None
        and len(who.split()) <= _MOST_NAME
    )


def _role(said: DraftingText, who: str) -> str | None:
    return next((key for key, words in said.words.groups["roles"].items() if matches(words, who)), None)
