"""How somebody asks for a text to send, and how they change it: the words are in ``data/language/*/drafting.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from knowledge.language import load_words

_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
_NAME = "@@"  # stands where a customer's name stood
_HAS_OWN_WORDS = re.compile(r"[^\W_]{2,}")
_FREELY = re.compile(
    r"\b(?:mention|include|add|bring in|put in|work in|refer to|point out)\b|入れ|触れ|盛り込|載せ|加え|添え|明記|言及"
)
_WORKING_DAYS = 5
_PARTICLES = re.compile("[ぁ-んー]{1,2}")  # what is left of endings says nothing
_MOST_NAME = 4  # words, of somebody's name or title
_TEXTS = {"apology", "thanks", "approval", "minutes"}
_SELLING = {"price", "trial", "tiers", "proof"}
_OF_AN_OCCASION = {"thanks", "apology", "objection"}
Span = tuple[int, int]


@dataclass(frozen=True)
class DraftWords:
    """What a message says of a text. ``slots`` as ``action_draft_talk_track`` reads them, only what was said.

    ``asks``: it asks for a text in so many words. ``cannot``: it asks for a change that no draft can have. ``left``:
    what no part of this reading explains, as it was written. ``strange``: it asks for a text of which nothing is on
    record, in these words.
    """

    slots: dict[str, str] = field(default_factory=dict)
    asks: bool = False
    refused: bool = False
    left: str = ""
    cannot: bool = False
    strange: str = ""


def read_drafting(text: str, names: Sequence[Span] = (), others: Sequence[Span] = ()) -> DraftWords:
    """Read one message. ``names`` are the places of customers' names in it; ``others`` of products, dates."""
    return _Reading(text, names, others).read()


class _Reading:
    """One message, from which each part that is understood is taken away."""

    def __init__(self, text: str, names: Sequence[Span], others: Sequence[Span]) -> None:
        self.raw = _blank(text, names, _NAME)
        self.text = self.raw.lower()
        self.words = _words("ja" if _JAPANESE.search(self.raw) else "en")
        self.others = [text[start:end].lower() for start, end in others]
        self.taken: list[Span] = []
        self.slots: dict[str, str] = {}

    def read(self) -> DraftWords:
        """The parts in the order in which one hides another: what to name first, whom it is for, then what it is."""
        if any(pattern.search(self.text) for pattern in self.words.lists["never"]):
            return DraftWords(refused=True)
        self._read_matter()
        self._read_named("leave_out", "leave_out")
        self._read_named("mention", "must_mention")
        self._read_addressee()
        self._read_sender()
        before = self._rest()
        self._choose("purpose", "purposes")
        self._choose("medium", "media")
        if "medium" not in self.slots:  # "intro mail" is a purpose and a medium; "find a date for a call" is none
            self._choose("medium", "media", within=re.sub(self.words.calls, " ", before))
        if self.slots.get("purpose") in _OF_AN_OCCASION:
            self._choose("occasion", "occasions", within=self.slots.get("matter", self.text))
        self._read_weekdays()
        if _any([each for group in self.words.groups["half_days"].values() for each in group], self.text):
            self._find("weekdays_only")
        is_form = bool(self._find("forms"))
        for slot, group in (("tone", "tones"), ("length", "lengths"), ("which", "which"), ("half_day", "half_days")):
            self._choose(slot, group, several=slot == "tone")
        if self._find("inside"):
            self.slots["inside"] = "yes"
        if "selling" in self.slots.get("leave_out", ""):
            if _SELLING & set(self.slots.get("must_mention", "").split("|")):  # "not salesy, but with the trial"
                self.slots["tone"] = "softer"
                self.slots["leave_out"] = self.slots["leave_out"].replace("selling", "").strip("|")
            else:
                self.slots.setdefault("purpose", "check_in")
        cannot, strange = self._cannot(), self._strange()
        return DraftWords(
            self.slots,
            asks=self._asks(is_form) or bool(strange and is_form),
            left=cannot or self._left(),
            cannot=bool(cannot),
            strange=strange,
        )

    def _strange(self) -> str:
        if "matter" in self.slots or "mention" in self.slots:
            return ""
        found = [match.span() for pattern in self.words.lists["strange"] for match in pattern.finditer(self.text)]
        return self.raw[slice(*found[0])] if found else ""

    def _read_weekdays(self) -> None:
        """The weekdays on which alone one would meet; one weekday by itself is a date."""
        lists, days = self.words.lists, self.words.groups["weekdays"]
        found = [day for day, patterns in days.items() if _any(patterns, self.text)]
        is_not = _any(lists["weekdays_not"], self.text)
        is_meant = len(found) > 1 or _any(lists["weekdays_only"], self.text) or is_not
        if not found or not is_meant or _any(lists["weekdays_range"], self.text):
            return
        kept = [day for day in list(days)[:_WORKING_DAYS] if day not in found] if is_not else found
        self.slots["weekdays"] = ",".join(kept)
        self.taken += [m.span() for day in found for pattern in days[day] for m in pattern.finditer(self.text)]
        self._find("weekdays_only")
        self._find("weekdays_not")

    def _cannot(self) -> str:
        """Words for changes that no draft can have, as they were written."""
        found = [match.span() for pattern in self.words.lists["cannot"] for match in pattern.finditer(self.text)]
        matter = self.slots.get("matter", "").lower()
        return " ".join(self.raw[start:end] for start, end in found if self.text[start:end] not in matter)

    def _asks(self, is_form: bool) -> bool:
        """A text is named, and that it be written or what it is for; or the message is its name alone.

        An apology, thanks, a page for approval and minutes are texts by themselves.
        """
        is_text = is_form or self.slots.get("medium", "call") != "call"
        purpose = self.slots.get("purpose", "offer")
        writes = _any(self.words.lists["writes"], self.text)
        wants = writes or _any(self.words.lists["wants"], self.text)
        if "inside" in self.slots and (is_form or _any(self.words.lists["briefs"], self.text)):
            return True
        says_how = bool(set(self.slots) - {"medium", "purpose", "occasion", "matter"})
        if is_text and (wants or says_how or purpose != "offer" or re.search(self.words.ends, self.text)):
            return True
        if purpose in _TEXTS and _NAME in self.raw and not self._left():
            return True
        if purpose == "appointment" and {"weekdays", "half_day"} & set(self.slots):
            return True
        if self.slots.get("purpose") == "offer" and {"addressee", "which"} <= set(self.slots):
            return True
        if "medium" in self.slots and writes:
            return True
        return purpose != "offer" and (writes or (wants and purpose in _TEXTS))

    def _read_matter(self) -> None:
        for pattern in self.words.lists["matters"]:
            if match := pattern.search(self.text):
                what = self.raw[slice(*match.span("what"))].strip(" 　の、を")
                if _HAS_OWN_WORDS.search(what.replace(_NAME, "")):
                    self.slots["matter"] = what
                    self.taken.append(match.span("what"))
                    return

    def _read_named(self, words: str, slot: str) -> None:
        """What must or must not stand in the text: topics we know, else the words themselves."""
        found: list[str] = []
        for pattern in self.words.lists[words]:
            for match in pattern.finditer(self._rest()):
                what = match["what"].strip()
                topics = [key for key, words in self.words.groups["topics"].items() if _any(words, what)]
                free = words == "mention" and not topics and bool(_FREELY.search(match[0]))
                if not (topics or free) or self._is_other(what) or self._is_taken(match.span("what")):
                    continue
                found += topics or [self.raw[slice(*match.span("what"))].strip()]
                self.taken.append(match.span())
        if found:
            self.slots[slot] = "|".join(dict.fromkeys(found))

    def _is_taken(self, span: Span) -> bool:
        return any(_overlap(span, taken) for taken in self.taken)

    def _is_other(self, what: str) -> bool:
        """Whether the words are nothing but what is read elsewhere, such as a date or a product."""
        rest = what
        for other in self.others:
            rest = rest.replace(other, " ") if other else rest
        bare = self.words.filler.sub(" ", rest)
        return rest != what and not _HAS_OWN_WORDS.search(bare) and "seat" not in what and "席" not in what

    def _read_addressee(self) -> None:
        inside = [match.span() for pattern in self.words.lists["inside"] for match in pattern.finditer(self.text)]
        for pattern in self.words.lists["address"]:
            for match in pattern.finditer(self.text):
                who = re.sub(self.words.address_ends, "", match["who"]).strip(" 　の")
                who = re.sub(rf"^.*{_NAME}(?:の|'s|’s)?\s*", "", who).strip(" 　の'’\"“”")
                start = self.text.find(who, match.start("who"))
                if (
                    not who
                    or self._is_taken((start, start + len(who)))
                    or re.search(self.words.not_people, who)
                    or len(who.split()) > _MOST_NAME
                ):
                    continue
                if any(_overlap(match.span(), span) for span in inside) or who in self.others:
                    continue
                self.slots["addressee"] = self.raw[start : start + len(who)]
                self.taken.append((match.start(), start + len(who)))
                if role := self._role(who):
                    self.slots["role"] = role
                return

    def _role(self, who: str) -> str | None:
        return next((key for key, words in self.words.groups["roles"].items() if _any(words, who)), None)

    def _read_sender(self) -> None:
        for pattern in self.words.lists["sign"]:
            if match := pattern.search(self.raw):
                self.slots["sender"] = match["who"].strip()
                self.taken.append(match.span())
                return

    def _choose(self, slot: str, group: str, *, within: str | None = None, several: bool = False) -> None:
        text = self._rest() if within is None else within.lower()
        found = [key for key, words in self.words.groups[group].items() if _any(words, text)]
        if not found:
            return
        self.slots[slot] = ",".join(found) if several else found[0]
        if within is None:
            for key in found if several else found[:1]:
                self.taken += [
                    m.span() for words in (self.words.groups[group][key],) for p in words for m in p.finditer(text)
                ]

    def _find(self, name: str) -> list[Span]:
        spans = [match.span() for pattern in self.words.lists[name] for match in pattern.finditer(self.text)]
        self.taken += spans
        return spans

    def _rest(self) -> str:
        return _blank(self.text, self.taken, None)

    def _left(self) -> str:
        rest = self._rest().replace(_NAME, "  ")
        for other in self.others:
            rest = rest.replace(other, " ")
        for pattern in (*self.words.lists["writes"], *self.words.lists["wants"], *self.words.lists["briefs"]):
            rest = pattern.sub(" ", rest)
        rest = self.words.filler.sub(" ", rest)
        words = re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", rest)
        return " ".join(word for word in words if self.words.is_english or not _PARTICLES.fullmatch(word))


@dataclass(frozen=True)
class _Words:
    """One language's words, compiled."""

    lists: dict[str, list[re.Pattern[str]]]
    groups: dict[str, dict[str, list[re.Pattern[str]]]]
    filler: re.Pattern[str]
    address_ends: str
    not_people: str
    calls: str
    is_english: bool

    @property
    def ends(self) -> str:
        """A text named last, and nothing asked of it."""
        return (
            r"^(?:an? )?(?:short |quick )?(?:e-?mail|mail|letter|message|draft)\b"
            if self.is_english
            else (
                r"(?:メール|文面|文案|文章|手紙|レター|礼状|下書き|ドラフト|メッセージ|原稿)(?:案|文|を|で|も)?[。!！?？\s]*$"
            )
        )


@cache
def _words(language: str) -> _Words:
    told = load_words(language, "drafting")
    lists = (
        "inside",
        "briefs",
        "forms",
        "writes",
        "wants",
        "never",
        "address",
        "mention",
        "leave_out",
        "matters",
        "sign",
        "cannot",
        "strange",
        "weekdays_only",
        "weekdays_not",
        "weekdays_range",
    )
    groups = ("purposes", "media", "tones", "lengths", "roles", "topics", "occasions", "which", "weekdays", "half_days")
    return _Words(
        lists={name: _compile(told[name], keeps_case=name == "sign") for name in lists},
        groups={name: {key: _compile(words) for key, words in told[name].items()} for name in groups},
        filler=re.compile(told["filler"], re.IGNORECASE),
        address_ends=told.get("address_ends", r"$^"),
        not_people=told["not_people"],
        calls="|".join(told["media"]["call"]),
        is_english=language == "en",
    )


def _compile(words: Iterable[str], *, keeps_case: bool = False) -> list[re.Pattern[str]]:
    return [re.compile(word, 0 if keeps_case else re.IGNORECASE) for word in words]


def _any(words: Iterable[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in words)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _blank(text: str, spans: Iterable[Span], mark: str | None) -> str:
    """The text with these places taken out: as ``mark``, or as blanks of the same length."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{mark if mark is not None else ' ' * (end - start)}{text[end:]}"
    return text
