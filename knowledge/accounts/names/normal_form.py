"""Names of firms: one normal form for all their spellings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Legal forms are dropped as whole words before or after a name, never inside it. "group" and "holdings" tell
# firms apart and stay.
_WESTERN_FORMS = """
inc incorporated corp corporation co company ltd limited llc llp lp plc pllc pcl unlimited ulc
gmbh mbh ag kg kgaa ohg ug se gbr sa sas sarl sasu snc scs sca spa srl srls sl slu sau sicav
bv nv cv vof bvba sprl ab asa as aps oy oyj hf ehf kk gk yk pte pty pt tbk sdn bhd pvt private
jsc pjsc ojsc cjsc ooo oao zao pao doo kft zrt nyrt sro ltda eireli sab
"""
_WESTERN = frozenset(_WESTERN_FORMS.split())
_FRONT = frozenset({"the", "pt", "ooo", "oao", "zao", "pao", "kk", "cv", "pjsc"})
_HANGING = frozenset({"and", "de", "of", "&"})
_WORDED = re.compile(r"\b(kabushiki|yugen|godo) ?(kaisha|gaisha)\b")
_SLASHED = re.compile(r"\b(a/s|k/s|i/s|p/s|s/a|sp\. ?z ?o\.? ?o\.?|d\. ?o\. ?o\.?)(?=$|[\s,.)])")
_JAPANESE_FORMS = """
株式会社 有限会社 合同会社 合資会社 合名会社 相互会社 特例有限会社 一般社団法人 公益社団法人 一般財団法人 公益財団法人
社団法人 財団法人 医療法人社団 医療法人財団 医療法人 社会医療法人 学校法人 宗教法人 社会福祉法人 特定非営利活動法人
独立行政法人 地方独立行政法人 国立研究開発法人 国立大学法人 農事組合法人 協同組合 弁護士法人 税理士法人 監査法人
かぶしきがいしや かぶしきかいしや ゆうげんがいしや ごうどうがいしや
カブシキガイシヤ カブシキカイシヤ ユウゲンガイシヤ ゴウドウガイシヤ
"""
_JAPANESE = "|".join(_JAPANESE_FORMS.split())
_MARK = r"\((?:株|有|同|資|名|医|学|社|財|福|独|一社|一財|公社|公財|特非|カ|ユ|ド)\)"
_AT_FRONT = re.compile(rf"^(?:(?:{_JAPANESE}|{_MARK}|(?:カ|ユ|ド)\))\s*)+")
_AT_END = re.compile(rf"(?:\s*(?:{_JAPANESE}|{_MARK}|\((?:カ|ユ|ド)))+$")

_DOTTED = re.compile(r"\b[a-z](?:\.[a-z])+\b\.?")
_KANA_DASH = re.compile(r"(?<=[ぁ-ヿ])[-‐‑‒–—―−ｰ~〜]")
_NOISE = re.compile(r"[^\w&+]+")
_CJK = "぀-ヿ㐀-鿿々"
_BETWEEN_JAPANESE = re.compile(rf"(?<=[{_CJK}])[\s・]+(?=[{_CJK}])")
_LATIN_MARKS = re.compile(r"(?<=[a-z])[̀-ͯ]+")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
    | dict(
        zip("ァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎ", "アイウエオツヤユヨワカケあいうえおつやゆよわ", strict=True)
    )
    # Old and new shapes of one character, as firms and families write them side by side.
    | dict(
        zip(
            "齋齊斎邊邉髙﨑嶋嶌濵濱澤國廣櫻藪瀧龍眞會學藝實榮圓應關縣鐵豐假壽寶萬驛齡祿禮廳圖晉將淺潟寬靜惠德福",
            "斉斉斉辺辺高崎島島浜浜沢国広桜薮滝竜真会学芸実栄円応関県鉄豊仮寿宝万駅齢禄礼庁図晋将浅潟寛静恵徳福",
            strict=True,
        )
    )
    | dict.fromkeys("'’`´‘", None)
)


@lru_cache(maxsize=65_536)
def normalise_name(name: str) -> str:
    """The form under which two spellings of one firm are equal: width, case, accents, legal form, punctuation.

    Small kana and old characters become their plain ones (キヤノン = キャノン, 齋藤 = 斉藤). A name that is nothing
    but a legal form stays as it is; text without any letter gives the empty string.

    >>> normalise_name("ＡＣＭＥ, Inc.") == normalise_name("acme")
    True
    >>> normalise_name("株式会社さくら商事") == normalise_name("さくら商事㈱")
    True
    >>> normalise_name("The Procter & Gamble Company")
    'procter and gamble'
    """
    plain = _plain(name)
    spaced = _bare_japanese(plain)
    spaced = _DOTTED.sub(lambda dotted: dotted[0].replace(".", "") + " ", spaced)
    words = _NOISE.sub(" ", spaced.replace("&", " and ")).split()
    kept = _without_legal_form(words) or _NOISE.sub(" ", plain).split()
    return _BETWEEN_JAPANESE.sub("", " ".join(kept))


def _plain(name: str) -> str:
    """One width, one case, no accents on Latin letters; kana keep their voicing marks."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    bare = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", folded))
    return _KANA_DASH.sub("ー", unicodedata.normalize("NFC", bare)).translate(_LETTERS).strip()


def _bare_japanese(plain: str) -> str:
    bare = _WORDED.sub(" ", _SLASHED.sub(" ", plain))
    bare = _AT_END.sub("", _AT_FRONT.sub("", bare.strip()))
    return bare if _NOISE.sub("", bare) else plain


def _without_legal_form(words: list[str]) -> list[str]:
    start, end = 0, len(words)
    while end - start > 1 and words[end - 1] in _WESTERN | _HANGING:
        end -= 1
    while end - start > 1 and words[start] in _FRONT:
        start += 1
    return words[start:end]
