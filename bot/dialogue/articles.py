"""Which article of the playbook a message asks for, rather than for facts about customers."""

from __future__ import annotations

from actions.registry import spec_of
from actions.spec import AccountUse
from bot.dialogue.state import DialogueState
from bot.nlu.articles_asked import asks_meaning, find_article
from bot.nlu.reading import NearArticle, Reading
from bot.nlu.request import Request
from bot.nlu.told import may_tell
from bot.nlu.vocabulary import ABOUT
from bot.nlu.write_words import asks_how
from knowledge.semantic.catalogue import TermKind
from knowledge.semantic.loading import load_catalogue

PLAYBOOK = "ask_playbook"
# Likeness, 0 to about 1, from which the nearest article is what was asked for (measured on rough questions: those of an
# article 0.5 to 1.3, others 0.2 to 0.55); the less else speaks for it, the more it takes.
_THEIR_WORK = 0.57  # of whoever runs the assistant and has no customers of their own
_MEANING = 0.6
_WHOM = 0.85  # else it would be asked which customer is meant
_ITS_OWN_WORDS = 0.8  # of running the assistant, which nothing else is about
_AT_ALL = 0.9
_TELLS_NOTHING = 0.2  # probability that anything is told, below which a statement is a question
_DOUBT = 0.8  # confidence in another question, below which words go on from the article told last


def work_asked(reading: Reading, topic: DialogueState) -> Request | None:
    """What an import, a night or a sync did, all words read: the store tells it, and no article on how they work."""
    request = reading.request
    if request is None or request.unread or topic.pending or reading.mention or asks_how(reading.text):
        return None
    thing = load_catalogue().thing(request.query.thing)
    return request if thing.of_running_us and _names(thing.key, reading) else None


def _names(thing: str, reading: Reading) -> bool:
    """Whether a word stands for the thing itself, rather than for a field that it has."""
    senses = [sense for atom in (reading.pieces.atoms if reading.pieces else ()) for sense in atom.senses]
    return any((sense.kind, sense.key) in {(TermKind.THING, thing), (ABOUT, thing)} for sense in senses)


def article_asked(reading: Reading, topic: DialogueState) -> str | None:
    """The key of the article whose words are said, or that comes near enough; None where none is asked for."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    named = next((sense.key for atom in atoms for sense in atom.senses if sense.kind == "article"), None)
    of_a_product = bool(reading.account and reading.entities.get("product"))  # "backup for Acme?" is one to sell
    if not of_a_product and (named or (named := find_article(reading.text))):
        return named
    near = reading.article
    if near and near.likeness >= _needed(near, reading, topic):
        return near.key
    return _read_on(reading, topic)


def article_for_operations(reading: Reading, topic: DialogueState) -> str | None:
    """How the assistant is run, asked by whoever runs it: whatever else the words are like, and of no customer."""
    near = reading.article
    if topic.pending or topic.account_id is not None:
        return None
    if (named := find_article(reading.text)) and near and near.is_theirs:
        return named
    if near is None:
        return None
    return near.key if near.is_theirs and near.likeness >= _THEIR_WORK else None


def title_told(topic: DialogueState) -> str | None:
    """The title of the article that was told last; None where the last answer was something else."""
    return topic.headline if topic.intent == PLAYBOOK else None


def _needed(near: NearArticle, reading: Reading, topic: DialogueState) -> float:
    """How near the article must be."""
    spec = spec_of(reading.intent)
    if near.runs_us:
        return _ITS_OWN_WORDS
    if asks_meaning(reading.text) and not (spec.about_products or reading.mention):
        return _MEANING
    if spec.account is AccountUse.NEEDED and not spec.writes and topic.account_id is None:
        return _WHOM
    tells = may_tell(reading.text) and reading.told.tells >= _TELLS_NOTHING
    is_sure = not _in_doubt(reading) and not reading.mention
    return float("inf") if tells or is_sure or topic.account_id is not None else _AT_ALL


def _read_on(reading: Reading, topic: DialogueState) -> str | None:
    """ "OK, how do I make one?" after the article on backups: read together with its title."""
    near, request = reading.read_on, reading.request
    in_doubt = _in_doubt(reading) or reading.intent == "help"
    if near is None or topic.pending or not in_doubt or (request and not request.unread):
        return None
    return near.key if near.likeness >= _AT_ALL else None


def _in_doubt(reading: Reading) -> bool:
    return reading.refused or reading.close or reading.confidence < _DOUBT
