"""One tree of errors. Each message is fit to show a person; the data stays on attributes.

Every error carries a ``code`` (the phrase in ``playbook/phrases/errors.yml``) and ``facts`` (what the phrase
names), so that the same error can be told in either language.
"""

from __future__ import annotations


class OsusumeError(Exception):
    """Something a person can mend; ``str(error)`` is one English line that says what and where."""

    code = "error"

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.facts = facts


class SettingsBroken(OsusumeError):
    """config.yml or the environment holds a value that cannot be used."""

    code = "settings_broken"


class PlaybookRefused(OsusumeError):
    """A file of the firm's own playbook is not opened or written; ``phrase`` says why to whoever edits it."""

    code = "playbook_refused"

    def __init__(self, phrase: str, *, name: str) -> None:
        super().__init__(f"{name}: {phrase}", name=name)
        self.phrase = phrase


class RatesBroken(SettingsBroken):
    """The file of exchange rates is not there (``line`` 0), or this line of it cannot be read."""

    code = "rates_broken"


class TargetUnknown(OsusumeError):
    """config.yml sets a shared target for a figure that there is not; it is left out until it is mended."""

    code = "target_unknown"

    def __init__(self, name: str, nearest: str) -> None:
        hint = f"; did you mean {nearest}?" if nearest else ""
        super().__init__(f"config.yml: metrics.targets: there is no figure {name!r}{hint}", name=name, nearest=nearest)


class StoreUnreachable(OsusumeError):
    """The customer store cannot be opened."""

    code = "store_unreachable"


class StoreTooOld(StoreUnreachable):
    """The store was made before the first release, whose tables are the first there is a way from."""

    code = "store_too_old"

    def __init__(self, store: str, *, version: str, oldest: str, commit: str) -> None:
        super().__init__(
            f"The customer store at {store} was made before the first release (tables {version}; this Osusume opens "
            f"{oldest} and later). Put it aside and import your files anew, or bring it to {oldest} with commit "
            f"{commit}, which still has the steps: osusume store upgrade",
            store=store,
            version=version,
            oldest=oldest,
            commit=commit,
        )


class StoreEmpty(OsusumeError):
    """The store is there but holds no account yet."""

    code = "store_empty"


class BackupFailed(OsusumeError):
    """A store could not be backed up or restored; it is as it was."""

    code = "backup_failed"


class PersonUnknown(OsusumeError):
    """Nobody of that name, e-mail or key is in the store."""

    code = "person_unknown"


class AccountUnknown(OsusumeError):
    """No account of that name that this person may see."""

    code = "account_unknown"


class ImportRefused(OsusumeError):
    """A file or mapping cannot be imported as it is; nothing of it was written."""

    code = "import_refused"


class SourceRefused(OsusumeError):
    """A system that data is synced from cannot be read, or its declaration cannot be used; the line says which.

    ``may_resume``: it was away or busy, so that a pull that was begun may be gone on with.
    """

    code = "source_refused"

    def __init__(self, what: str, *, may_resume: bool = False) -> None:
        super().__init__(what, what=what)
        self.may_resume = may_resume


class NotEnoughHistory(OsusumeError):
    """Too few observed cases to say anything that would hold."""

    code = "not_enough_history"

    def __init__(self, what: str, *, found: int, needed: int) -> None:
        super().__init__(f"{what}: {found} cases, {needed} needed", what=what, found=found, needed=needed)
        self.found = found
        self.needed = needed


class DateUnclear(OsusumeError):
    """A date or period that cannot be read."""

    code = "date_unclear"


class HandoffMoved(OsusumeError):
    """The handoff has gone on meanwhile, or never was this person's: what was asked cannot be done to it."""

    code = "handoff_moved"


class NothingToUndo(OsusumeError):
    """This person has changed nothing that could be taken back, or it has been changed again since."""

    code = "nothing_to_undo"


class PeriodAhead(OsusumeError):
    """A figure was asked for a period that has not begun."""

    code = "period_ahead"


class RateMissing(OsusumeError):
    """Amounts of another currency cannot be told in the reporting one: the rate of that month is not in the file."""

    code = "rate_missing"


class TargetBroken(OsusumeError):
    """A target definition's file cannot be used; the line names the file, the key and the nearest valid one."""

    code = "target_broken"


class TimeZoneUnknown(OsusumeError):
    """A person's time zone is none; the firm's is used until it is mended."""

    code = "time_zone_unknown"

    def __init__(self, person: str, zone: str, used: str) -> None:
        super().__init__(
            f"{person}: {zone} is not a time zone, {used} is used; choose one in the Home tab, or write one like "
            "Asia/Tokyo in the people file.",
            person=person,
            zone=zone,
            used=used,
        )


class NotAllowed(OsusumeError):
    """This person may not decide that."""

    code = "not_allowed"


class SubjectUnclear(OsusumeError):
    """More than one person or customer answers to a name whose data is asked about."""

    code = "subject_unclear"


class TokenUnknown(OsusumeError):
    """No token has this number."""

    code = "token_unknown"


class FieldUnknown(OsusumeError):
    """Something was asked for that no thing of the catalogue has."""

    code = "field_unknown"


class NothingAsked(OsusumeError):
    """A click or a call of a look-up came without the query to look up, or with one that cannot be read."""

    code = "nothing_asked"


class SightMissing(OsusumeError):
    """This person may not see any row of the kind asked about, so that "nobody" would be no answer."""

    code = "sight_missing"


class RuleUnknown(OsusumeError):
    """No churn signal, or no rule behind offers, of that name."""

    code = "rule_unknown"

    def __init__(self, rule: str, known: list[str]) -> None:
        names = ", ".join(known) or "–"
        super().__init__(f"There is no rule {rule!r}. Rules: {names}.", rule=rule, known=names)
