"""What is to be done with a thing that is there already: list, cancel or put off a reminder, accept a handoff, undo."""

from __future__ import annotations

import re

from bot.nlu.reminding import drops_meeting, tells_meeting

# Intent → step → words; the first step whose words stand in the text counts.
_STEPS: dict[str, dict[str, str]] = {
    "set_reminder": {
        "list": r"^(?!.*\bremind me\b).*\b(?:what|which|show|list|upcoming|did i set|my reminders)\b"
        r"|一覧|見せて|入れてた|何があり|これから来る",
        "cancel": r"\b(?:cancel|delete|drop|stop remind\w*|don['’]?t need|remove)\b"
        r"|\b(?:don['’]?t|do not|no need (?:to|for)|needn['’]?t|never|rather not)(?! (?:forget|let|fail|hesitate))"
        r"(?: \w+){0,4} remind\w*\b|\bno (?:more )?reminders?\b"
        r"|(?:リマインド|リマインダー|通知|お?知らせ)(?:は|を)?(?:設定|登録)?(?:は|を)?"
        r"(?:しないで|しなくて|せずに|いらな|要らな|いりませ|要りませ|結構です|する?必要(?:は)?(?:な|ありませ))"
        r"|取り消|取消|消して|不要|やめて|解除|キャンセル",
        "snooze": r"\b(?:snooze|push|move|postpone|again in|not now)\b|スヌーズ|ずらし|再通知|もう一回|変更|延期",
    },
    "hold_account": {
        "lift": r"\b(?:lift|remove|release|unblock|unfreeze|resume|end the hold|may sell again|off hold"
        r"|take (?:\w+ ){0,3}off)\b"
        r"|解除|再開|外して|取り下げ|終わり",
        "show": r"\b(?:is|are|who|which|why|until when|how long|status)\b.*\b(?:hold|holding|held|blocked|frozen)\b"
        r"|(?:誰|いつまで|なぜ|どうして|理由(?:は|を)?(?:何|なに|教|[?？]|$)|状況|中ですか|かかって(?:い)?ますか)",
    },
    "list_handoffs": {
        "accept": r"\b(?:accept|i'?ll take|i take|take over)\b|受けます|引き受け|承認(?:します|する)?$|承ります",
        "decline": r"\b(?:decline|reject|refuse|not a fit)\b|辞退|断り|お断り",
        "ask": r"\bask back\b|差し戻して質問|質問したい",
        "touch": r"\b(?:first touch|i called|i have called|got in touch|contacted them)\b|連絡しました|電話しました",
    },
    "greet": {
        "thanks": r"\b(?:thank\w*|thx|ty|cheers|appreciate\w*|great job|perfect|awesome)\b"
        r"|ありがと|あざ(?:ます|す|っす)|感謝|助かり|助かる|恐れ入ります|サンキュー",
        "noted": r"^(?:yes|yep|yeah|no|nope|ok|okay|sure|fine|right|got it|understood|i see|will do|all ?right)\b"
        r"|^(?:はい|いいえ|いえ|ええ|うん|了解|承知|わかりました|分かりました|なるほど|大丈夫|オッケー|オーケー)",
    },
    "show_checklist": {
        "tick": r"\b(?:tick|check off|mark|done with)\b|チェックを?(?:入れ|つけ|付け)|完了に",
    },
}
_UNDO = re.compile(
    r"^(?:please\s+)?(?:undo|revert|take (?:that|it) back)(?:\s+(?:that|it|this|the last one))?(?:,?\s+please)?[.!]*$"
    r"|^(?:今の|さっきの|いまの|直前の)?(?:を|は)?(?:取り消し|取り消して|取消|元に戻して|戻して|なかったことに)"
    r"(?:ください|下さい|お願いします|して|してください)?[。!！]*$",
    re.IGNORECASE,
)
_NEVER_MIND = re.compile(
    r"^(?:never ?mind|forget it|cancel(?: that| it)?|stop|leave it|no,? thanks)[.!]*$"
    r"|^(?:やっぱり(?:いい|やめ)(?:です|ます|る)?|やめ(?:ます|る|て(?:ください)?)|キャンセル(?:します|で)?|もういいです|結構です)[。!！]*$",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^(?:(?:y|yes|yep|yeah|yup|sure|right|correct|exactly|ok|okay|please)[\s,.!]*)+$"
    r"|^(?:yes,? )?that(?:'s| is| one)?(?: it| right| correct| the one)?(?:,? please)?[.!]*$"
    r"|^(?:はい|ええ|うん|そう|その通り|それ|合って(?:い)?)(?:です|ます|で|[、。!！]|お願いします|そう|それ)*$|^お願いします[。!！]*$",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^(?:(?:n|no|nope|none|neither)(?: of (?:these|them|those))?[\s,.!]*)+$|^(?:someone|somebody|something) else[.!]*$"
    r"|^(?:いいえ|いえ|いや|違う|違います|ちがう|ちがいます|どれでも(?:ない|ありません)|どちらでも(?:ない|ありません))"
    r"(?:です|[、。!！]|違います|ちがいます)*$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"[?？]\s*$|か[。]?$|教えて|見せて"
    r"|^(?:what|why|who|how|when|which|where|whose|should|is|are|does|did|has|show|list|brief|remind|cancel|put|undo)\b"
    r"|^(?:(?:what|who|how|when|where)['’]?s|(?:do|have) (?:we|they|i|you|he|she|it|any)"
    r"|would (?:it|they|we|i)|should (?:we|i|they))\b",
    re.IGNORECASE,
)

# An order to us begins so (English) or ends so (Japanese); a customer's own words seldom do both that and name one.
_ORDERS = re.compile(
    r"^(?:(?:please|pls|ok|okay|now|and|then|instead|can you|could you)[\s,]+)*"
    r"(?:(?:hold|pause|freeze|stop|block|unblock|release|lift)(?!\s+(?:on|back|off)\b)"
    r"|remind me|hand|pass|log|record|note|tick|mark"
    r"|snooze|cancel|draft|write|brief|show|list|offer|pitch|no (?:more )?pitch\w*|do not pitch|don'?t pitch)\b"
    r"|(?:て|で)(?:ください|下さい|おいて(?:ください|下さい)?)[。!！]*$"
    # Bare て and で also end a customer's own words (管理者が辞めて): only a verb of something to be done orders.
    r"|(?:教え|見せ|まとめ|書い|作っ|出し|止め|やめ|入れ|消し|渡し|回し|戻し|残し|送っ|ずらし|延ばし|知らせ|思い出させ|引き継い|比べ|調べ"
    r"|(?:保留|停止|ストップ|解除|記録|登録|メモ|リマインド|通知|準備|用意|比較|変更|取消|キャンセル|共有|提案|お願い)(?:を)?し)[てで][。!！]*$|(?:を|で)?お願い(?:します|いたします)[。!！]*$",
    re.IGNORECASE,
)
_ORDERS_REMINDER = re.compile(r"\bremind me\b|リマインド|リマインダー", re.IGNORECASE)


def read_step(intent: str | None, text: str) -> str | None:
    """The step that the text asks for, of those this intent knows."""
    if intent == "set_reminder" and (tells_meeting(text) or drops_meeting(text)):
        return "no_meeting" if drops_meeting(text) else "meeting"
    steps = _STEPS.get(intent or "", {})
    return next((step for step, words in steps.items() if re.search(words, text, re.IGNORECASE)), None)


_FEEDBACK = re.compile(
    r"\b(?:product feedback|feedback (?:for|to) (?:the )?product|what (?:should|must) product (?:hear|know|build)"
    r"|(?:unanswered|unmet|unsolved) needs|needs (?:that )?no(?:thing| product)(?: we have)? answers?)\b"
    r"|(?:製品|プロダクト|開発)(?:部門|チーム|側)?(?:へ|に|への|に対する)?の?(?:フィードバック|声)|対応(?:できる)?製品のない(?:ニーズ|要望)"
    r"|(?:未対応|未解決|応えられていない)の?(?:ニーズ|要望)",
    re.IGNORECASE,
)


# Words for the matrix that leave no doubt, though they speak of products as a list of purchases does.
_WHITESPACE = re.compile(r"\b(?:the|my|our|a) whitespace\b|ホワイトスペース|未導入の?製品", re.IGNORECASE)


def asks_whitespace(text: str) -> bool:
    """Whether the message asks who owns which product family and who does not."""
    return bool(_WHITESPACE.search(text))


def asks_feedback(text: str) -> bool:
    """Whether the message asks for what product should hear: needs that nothing answers, reasons for losses."""
    return bool(_FEEDBACK.search(text))


def is_undo(text: str) -> bool:
    """Whether the message only asks to take the last change back."""
    return bool(_UNDO.match(text.strip()))


def is_never_mind(text: str) -> bool:
    """Whether the message drops the question that was asked back."""
    return bool(_NEVER_MIND.match(text.strip()))


def is_yes(text: str) -> bool:
    """Whether the message only agrees."""
    return bool(_YES.match(text.strip()))


def is_no(text: str) -> bool:
    """Whether the message only denies."""
    return bool(_NO.match(text.strip()))


def asks_something(text: str) -> bool:
    """Whether the message is itself a question or an order, rather than the answer to one."""
    return bool(_ASKS.search(text.strip()))


def is_order(text: str, *, names_customer: bool) -> bool:
    """Whether the message tells us to do something: an order that names a customer, or one to remind the asker."""
    bare = text.strip()
    return bool(_ORDERS.search(bare)) and (names_customer or bool(_ORDERS_REMINDER.search(bare)))
