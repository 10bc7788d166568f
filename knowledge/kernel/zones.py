"""Time zones as people wrote them down: one that is not known must not keep anybody from being told."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def is_known_zone(name: str) -> bool:
    """Whether this is the name of a time zone, such as Asia/Tokyo.

    >>> is_known_zone("Asia/Tokyo"), is_known_zone("Mars/Base")
    (True, False)
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def zone_or(name: str | None, otherwise: str) -> ZoneInfo:
    """The zone of this name; the other one where there is none."""
    return ZoneInfo(name if name and is_known_zone(name) else otherwise)
