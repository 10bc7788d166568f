"""What in a question looks like a firm's name although no customer is spelt so: misspelt, or not in the store."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from bot.nlu.name_spans import Span, glued_words, is_polite, overlaps
from bot.nlu.word_patterns import load_patterns

_READ = 600  # letters of a question that are searched
_FEWEST_FOREIGN = 3  # letters of a foreign name that stands by itself
_FEWEST_GRAMMAR = 6  # letters of a name written in the script of grammar alone
_MOST_TITLE = 2  # letters of grammar that may as well be a particle and a title
_LATIN = r"0-9A-Za-z_À-ɏ"  # a name in these ends where another script begins: hokutoの
_SMALL = re.compile(rf"(?<![{_LATIN}'’@#/.\-])[a-z][{_LATIN}&\-]{{3,}}(?![{_LATIN}@/])")


@dataclass(frozen=True)
class _Words:
    """``names`` in a script without blanks, and their ``runs`` of one kind of letters; ``trades`` end firms' names."""

    capitals: re.Pattern[str]
    asked_about: re.Pattern[str]
    sentence_ends: re.Pattern[str]
    names: re.Pattern[str]
    runs: re.Pattern[str]
    ordinary: re.Pattern[str]
    legal_forms: tuple[str, ...]
    leading_particle: re.Pattern[str]
    trailing_particle: re.Pattern[str]
    after_foreign: re.Pattern[str]
    titles: str
    foreign: str
    kanji: str
    grammar: str
    trades: tuple[str, ...]
    never: tuple[str, ...]
    possessive: str
    owns: re.Pattern[str]
    endings: tuple[str, ...]
    added: tuple[str, ...]

    @cached_property
    def firm(self) -> re.Pattern[str]:
        """A trade at the end of a name."""
        return re.compile(f"(?:{'|'.join(self.trades)})$")

    @cached_property
    def trade(self) -> re.Pattern[str]:
        """A trade, the longest that stands there."""
        return re.compile("|".join(sorted(self.trades, key=len, reverse=True)))

    @cached_property
    def title(self) -> re.Pattern[str]:
        """What is written on to a name."""
        return re.compile(rf"(?:{self.titles}|{glued_words()})$")

    @cached_property
    def written_on(self) -> re.Pattern[str]:
        """A word that ends a name though it is written on to it."""
        return re.compile(glued_words())

    @cached_property
    def foreign_run(self) -> re.Pattern[str]:
        """Letters of foreign names."""
        return re.compile(f"(?:{self.foreign})+")

    @cached_property
    def kanji_run(self) -> re.Pattern[str]:
        """A noun in kanji."""
        return re.compile(f"(?:{self.kanji}){{2,}}")

    @cached_property
    def half(self) -> re.Pattern[str]:
        """The half of a name that is written out, behind the one that stands as it sounds."""
        return re.compile(f"(?:{self.kanji}){{1,3}}(?:{self.foreign})*")

    @cached_property
    def grammar_run(self) -> re.Pattern[str]:
        """Particles and endings."""
        return re.compile(f"(?:{self.grammar})+")

    @cached_property
    def grammar_before(self) -> re.Pattern[str]:
        """Particles and endings up to a place."""
        return re.compile(f"(?:{self.grammar})+$")

    @cached_property
    def begins_legal(self) -> tuple[str, ...]:
        """How the forms of a firm begin."""
        return tuple(form[0] for form in self.legal_forms)


@dataclass(frozen=True)
class Guess:
    """A place that may be a customer's name. ``is_likely``: its form says so, even when nobody is called that."""

    span: Span
    is_likely: bool


def could_be_names(question: str, vocabulary: Collection[str]) -> list[Guess]:
    """Places that are no ordinary words, likeliest first."""
    read = question[:_READ]
    guesses = [
        *_japanese(read, vocabulary),
        *_in_grammar(read, vocabulary),
        *_capitals(read, vocabulary),
        *_small(read, vocabulary),
    ]
    guesses.sort(key=lambda one: (not one.is_likely, not is_polite(read, one.span[1]), one.span[0], -one.span[1]))
    kept: list[Guess] = []
    for guess in guesses:
        if not overlaps(guess.span, (other.span for other in kept)):
            kept.append(guess)
    return kept


def goes_on_as_firm(question: str, span: Span, vocabulary: Collection[str]) -> bool:
    """Whether a name is only the beginning of another firm's: さくら of さくら商事, whoever else is called さくら."""
    words = _words()
    trade = words.trade.match(question, span[1])
    if trade is None or words.firm.search(question[slice(*span)]):
        return False
    return trade[0] not in vocabulary or bool(words.kanji_run.fullmatch(trade[0]))  # 物流 written on to a name


def vocabulary_of(sentences: Iterable[str]) -> frozenset[str]:
    """The ordinary words of questions, from sentences without names.

    Every word without its case, script runs of Japanese, and with its case where it is always written with a capital
    (Slack, NPS): a capital inside a sentence alone does not make those a name.
    """
    words: set[str] = set()
    ordinary = _words().ordinary
    for sentence in sentences:
        for match in ordinary.finditer(sentence):
            word = match[0]
            words |= {word.casefold(), *re.split(r"['’\-]", word.casefold())}
            if match.start() > 0:
                words.add(word)
    return frozenset(words - {""})


def _capitals(read: str, vocabulary: Collection[str]) -> Iterable[Guess]:
    for match in _words().capitals.finditer(read):
        words = [
            (match.start() + word.start(), match.start() + word.end()) for word in re.finditer(r"[^\s]+", match[0])
        ]
        while words and _is_ordinary(read, words[0], vocabulary):
            words.pop(0)
        while words and _plain(read, words[-1]) in vocabulary:  # "Acme NPS": always written with a capital
            words.pop()
        if not words:
            continue
        start, end = words[0][0], words[-1][1]
        text = re.sub(rf"(?:{_words().possessive})?[.,!?:;'’]*$", "", read[start:end])
        if re.search(r"[A-Za-z]{2}", text):
            yield Guess((start, start + len(text)), True)


def owns_what_follows(text: str, end: int) -> bool:
    """Whether the word that ends there owns what is said next: hooliの月額, "Zentrix's revenue"."""
    return bool(_words().owns.match(text, end))


def _plain(read: str, span: Span) -> str:
    return re.sub(rf"(?:{_words().possessive})?\W*$", "", read[slice(*span)])


def _is_ordinary(read: str, span: Span, vocabulary: Collection[str]) -> bool:
    word = _plain(read, span)
    if not re.search(r"[A-Za-z]", word):
        return True
    begins = not re.search(r"[\w,]\s*$", read[: span[0]]) or read.isupper()
    return word in vocabulary or (begins and not _is_new(word, vocabulary))


def _small(read: str, vocabulary: Collection[str]) -> Iterable[Guess]:
    for match in _SMALL.finditer(read):
        if _is_new(match[0], vocabulary):
            asked = _words().asked_about.search(read, 0, match.start()) and _words().sentence_ends.match(
                read, match.end()
            )
            yield Guess(match.span(), bool(asked))


def _is_new(word: str, vocabulary: Collection[str]) -> bool:
    plain, words = word.casefold(), _words()
    stems = {plain, *(plain.removesuffix(end) for end in words.endings)}
    stems |= {stem + "e" for stem in stems} | {plain + end for end in words.added}
    return not any(stem in vocabulary for stem in stems)


def _japanese(read: str, vocabulary: Collection[str]) -> Iterable[Guess]:
    for match in _words().names.finditer(read):
        runs = [(match.start() + run.start(), match.start() + run.end()) for run in _words().runs.finditer(match[0])]
        group: list[Span] = []
        for run in [*runs, (match.end(), match.end())]:
            if run[0] < run[1] and _joins(read, run, group, vocabulary):
                group.append(run)
                continue
            if guess := _guess(read, group, vocabulary):
                yield guess
            following = read[run[1] : match.end()]
            begins = _may_begin(read, run, vocabulary) or _is_before_trade(read, run, following)
            group = [run] if run[0] < run[1] and begins else []


def _in_grammar(read: str, vocabulary: Collection[str]) -> Iterable[Guess]:
    """A name written as it sounds where a clause begins, such as ひいらぎはらせけい; only a likeness makes it one."""
    for match in _words().grammar_run.finditer(read):
        text = _words().trailing_particle.sub("", match[0])
        if re.search(r"\w$", read[: match.start()]) or text in vocabulary:
            continue
        if len(text) >= _FEWEST_GRAMMAR and not _made_of(text, vocabulary, least=_MOST_TITLE):
            yield Guess((match.start(), match.start() + len(text)), False)
        elif text == match[0] and len(text) > _MOST_TITLE and (rest := _words().half.match(read, match.end())):
            is_firm = bool(_words().firm.search(rest[0]))  # みらい物流
            yield Guess((match.start(), rest.end()), is_firm)  # ひばり台: half as it sounds


def _may_begin(read: str, run: Span, vocabulary: Collection[str]) -> bool:
    text = read[slice(*run)]
    return text in _words().legal_forms or not (_is_hiragana(text) or text.isascii() or _made_of(text, vocabulary))


def _is_before_trade(read: str, run: Span, following: str) -> bool:
    """Whether an ordinary word in kanji is the first half of a name, as in 関西フーズ: the other half is a trade."""
    words = _words()
    foreign = words.foreign_run.match(following)
    in_kanji = words.kanji_run.fullmatch(read[slice(*run)])
    return bool(in_kanji and foreign and words.firm.fullmatch(foreign[0]))


def _joins(read: str, run: Span, group: list[Span], vocabulary: Collection[str]) -> bool:
    """Runs of other script belong to the name that began before them; particles and ordinary words end it."""
    text = read[slice(*run)]
    if not group or _is_hiragana(text):
        return False
    return text in _words().legal_forms or bool(_words().firm.search(text)) or not _made_of(text, vocabulary)


def _guess(read: str, group: list[Span], vocabulary: Collection[str]) -> Guess | None:
    if not group:
        return None
    words, (start, end) = _words(), (group[0][0], group[-1][1])
    bare = words.title.sub("", read[start : _before_glued(read, start, end)])
    titled, end = start + len(bare) < end, start + len(bare)
    if len(bare) == 1 and not titled and (named := _before_trade(read, start, vocabulary)) < start:
        return Guess((named, end), False)  # こだま谷: one letter of a name that begins in hiragana
    if len(bare) < 2 or bare in (*words.legal_forms, *words.never) or _made_of(bare, vocabulary):
        return None
    if words.firm.fullmatch(bare):  # みらい商事: the hiragana before a trade are its name
        named = _before_trade(read, start, vocabulary)
        return Guess((named, end), True) if named < start else None
    foreign = (
        len(bare) >= _FEWEST_FOREIGN and words.foreign_run.fullmatch(bare) and words.after_foreign.match(read, end)
    )
    is_firm = words.firm.search(bare) or bare.startswith(words.begins_legal)
    return Guess((start, end), bool(titled or is_polite(read, end) or foreign or is_firm))


def _before_glued(read: str, start: int, end: int) -> int:
    """Where the name ends: a word written on to it may end in letters of grammar, as the せ of 打合せ does."""
    found = (match for match in _words().written_on.finditer(read, start) if start < match.start() < end <= match.end())
    return next((match.start() for match in found), end)


def _before_trade(read: str, start: int, vocabulary: Collection[str]) -> int:
    """Where a name like みらい商事 begins: its hiragana belong to it, a particle before them does not."""
    words = _words()
    run = words.grammar_before.search(read[:start])
    if not run:
        return start
    text = run[0]
    if run.start() and re.match(r"\w", read[run.start() - 1]):
        text = words.leading_particle.sub("", text)
    return start - len(text) if len(text) >= 2 and text not in vocabulary else start


def _is_hiragana(text: str) -> bool:
    return bool(_words().grammar_run.fullmatch(text))


def _made_of(text: str, vocabulary: Collection[str], *, least: int = 1) -> bool:
    """Whether a run is put together from ordinary words of so many letters (提案成約率 = 提案 + 成約率)."""
    reached = {0}
    for end in range(1, len(text) + 1):
        if any(end - start >= least and text[start:end].casefold() in vocabulary for start in reached):
            reached.add(end)
    return len(text) in reached


@cache
def _words() -> _Words:
    return load_patterns(_Words, "firm_names")
