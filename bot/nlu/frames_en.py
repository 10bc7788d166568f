"""What English puts around a customer's words: who said so, the order to note it, the question what to answer."""

from __future__ import annotations

import re
from typing import Final

# A customer's name stands as one of these letters while a message is read, one of ours as one of PERSON.
CUSTOMER: Final = "[\ue000-\ue03f]"
PERSON: Final = "[\ue040-\ue07f]"
_ROLE = (
    r"(?:customers?|clients?|buyers?|boss|c[efimot]o|owner|manager|director|president|team|contact|lead|head|staff|people|admin"
    r"|champion|it|sponsor|purchasing|finance|users?|account|prospect)"
)
_WHO = (
    rf"(?:(?:(?:the|our|my|their|its|{CUSTOMER}(?:['’]s)?)\s+)?(?:(?!say|said|told|want|need|think)\w+\s+)??{_ROLE}"
    rf"|they|he|she|we|i|it|somebody|someone|everybody|{CUSTOMER}|{PERSON}|(?:mr|ms|mrs|dr)\.?\s+\w+|(?-i:[A-Z][a-z]+(?: [A-Z][a-z]+)?))"
    rf"(?:\s+(?:at|from|of|in|over at)\s+{CUSTOMER})?"
)
_HOW = r"(?:(?:really|also|now|still|badly|just|always|literally|apparently|currently|again|often|even|then|do|does|keeps?(?: on)?|kept)\s+)*"
_BE = r"(?:['’]s|['’]re|\s+(?:is|are|was|were|has been|have been))"
_SAY = (
    r"(?:say(?:s|ing)?|said|tells?(?: me| us)?|told (?:me|us)|telling (?:me|us)|mention(?:s|ed|ing)?|thinks?|feels?|claims?|claimed"
    r"|argues?|argued|complain(?:s|ed)?(?! (?:about|of)\b)|object(?:s|ed)?(?: to)?|reckons?|insists?|believes?|wants? to know|ask(?:s|ed)?(?: me| us)?(?! (?:me |us )?(?:for|about)\b)"
    r"|wonders?|points? out|pointed out|replied|answered|wrote|push(?:es|ed)? back|came back with|worr(?:y|ies)(?: about)?|fears?|finds? (?:us|it))"
)
_FEEL = r"(?:hesitant because of|afraid|worried|scared|concerned|nervous|unsure|adamant|saying|telling (?:me|us)|arguing|complaining|asking)"
_WANT = (
    r"(?:needs?|wants?|wanted|would (?:like|love|prefer)|['’]d (?:like|love|prefer)|wish(?:es)?(?: for)?|hopes?(?: for)?|requires?|plans?|aims?"
    r"|struggles? with|suffers? from|(?:has|have|had) (?:trouble|problems|difficulties|issues)(?: with)?|could use|cares? about|demands?"
    r"|ask(?:s|ed|ing)?(?: me| us)? (?:for|about)|request(?:s|ed)?|complain(?:s|ed)? (?:about|of))"
)
_WANTING = (
    r"(?:looking for|searching for|interested in|desperate for|fed up with|frustrated (?:by|with)|annoyed (?:by|with|at)|tired of|sick of"
    r"|struggling with|thinking (?:about|of)|planning|considering|asking for|waiting for|keen on|suffering from|hoping for|after)"
)
_NOTE = r"(?:record|log|note|add|put|jot|write|save|remember|memo|keep|file|register|update|mark|change)"
_NOTED = (
    r"(?:\s+(?:down|that|this|it|them|as|a|an|the|new|need|needs|requirement|note|memo|for|to|of|at|in|on|my|mind|please|later|again"
    rf"|crm|record|file|notes|{CUSTOMER}['’]s?)(?![\w'’]))*"
)
_ASK = (
    r"(?:what (?:do|should|can|could|would) (?:i|we|you) (?:say|tell them|answer|reply|do)|how (?:do|should|can|could|would) (?:i|we|you)"
    r"(?: best)? (?:answer|handle|respond|counter|reply|react|deal|overcome|explain|argue)|how to (?:answer|handle|respond|counter|reply|react|deal))"
)
_I = re.IGNORECASE
_SO = r"\s*[:,]?\s*(?:(?:that|to me|to us)\s+)?"
SAID: Final = [
    re.compile(r"^(?:fyi|by the way|btw|hi|hello|hey|ok|okay|so|also|well|update|quick note)\b[\s,:]*(?=\S)", _I),
    re.compile(
        rf"^(?:just )?(?:off the phone with|back from(?: a (?:call|visit) (?:with|at))?|spoke (?:to|with)|talked (?:to|with)|met(?: with)?)\s+{_WHO}[\s,:]+",
        _I,
    ),
    re.compile(r"^(?:at|over|during|in) (?:lunch|the (?:call|meeting|visit|demo)|(?:today|yesterday)['’]s (?:call|meeting|visit|demo))[\s,:]+", _I),
    re.compile(rf"^(?:i|we)?\s*(?:just |keep |have )?(?:heard|learned|learnt|hear|hearing|got told|was told|were told)\b(?: (?:today|yesterday|just now))?{_SO}", _I),
    re.compile(rf"^(?:please |pls |can you |could you |kindly )*(?:(?:new|another) )?{_NOTE}\b{_NOTED}\s*(?:[:,\-–]|\bthat\b)?\s*", _I),
    re.compile(rf"^(?:new |another |log |add )*(?:need|requirement|request|pain point|problem|wish|goal|memo|note)s?(?: (?:at|for|from|of|by) (?:{CUSTOMER}))?\s*[:,\-–]\s*", _I),
    re.compile(rf"^(?:{_WHO}(?:['’]s)?|the|their|his|her)\s+(?:\w+\s+)?(?:problem|worry|headache|issue|challenge|goal|aim|pain(?: point)?|concern|need|wish|fear|objection|reason)s?\s+(?:is|was|are)\s+(?:that\s+)?", _I),
    re.compile(rf"^{_WHO}\s+{_HOW}{_SAY}(?=[\s:,]){_SO}", _I),
    re.compile(rf"^{_WHO}{_BE}\s+{_HOW}{_FEEL}(?: (?:that|of|about))?\s+", _I),
    re.compile(rf"^{CUSTOMER}\s*(?:here)?\s*[:,\-–]\s*", _I),
]  # fmt: skip
WANTED: Final = [
    re.compile(rf"^(?:{_WHO}(?=[\s'’])\s*)?{_HOW}{_WANT}\s+(?=\S)", _I),
    re.compile(rf"^{_WHO}{_BE}\s+{_HOW}{_WANTING}\s+", _I),
]
ANSWERED: Final = [
    re.compile(rf"^{_ASK}(?: (?:to|with|if|when|it if|it when|them if|them when|against))*\s+(?=\S)", _I),
    re.compile(r"^(?:(?:what(?:['’]s| is)|any|a|the|some|need|give me|good|best|quick|nice) )*(?:comeback|rebuttal|answer|reply|response|counter|counter-?argument|objection|concern)s?(?:\s+(?:to|for|against|when|if)\b|:)\s*", _I),
    re.compile(r"^(?:what if|help me (?:with|answer|argue against)|help with|when|if)\s+(?=\S)", _I),
]  # fmt: skip
TAILS: Final = [
    re.compile(r"[\s,]+(?:they|he|she|the customer|customer) (?:say|says|said|told me|keeps? saying)$", _I),
    re.compile(r"\s+is what (?:i|we) (?:keep )?hear(?:ing)?$", _I),
    re.compile(r"\s+objections?$", _I),
]
# A clause that says nothing of the customer's own.
NOISE: Final = re.compile(
    rf"(?:(?:please|pls|kindly|can you|could you|would you)\s+)*{_NOTE}\b{_NOTED}\s*(?:please|pls|thanks)?"
    r"|(?:please|pls|thanks|thank you|help(?: me)?(?: please)?|cheers|ok|okay|what now|any (?:good |other )?(?:ideas?|reply|answers?|arguments?|tips?"
    r"|suggestions?|comeback|help)|(?:a )?(?:good|best) (?:answer|reply|response)|reply|what next|thoughts)"
    rf"|(?:so |and )?{_ASK}(?: (?:to )?(?:it|that|this|them|him|her|back|now|then|best))*|(?:so |and )?what (?:do|can|should|would|could|will) (?!.* (?:to|if|when) ).{{0,40}}"
    r"|(?:so |and )?how (?:do|can|should|would|could) (?:i|we|you) (?!answer|handle|respond|counter|reply|react|overcome|deal).{0,40}|any\b.{0,30}|tips\b.{0,20}|arguments"
    rf"|what(?:['’]s| is) (?:my|a|the) (?!.* (?:to|for) ).{{0,30}}"
    rf"|(?:from |at |for )?{CUSTOMER}(?:\s+(?:today|yesterday|just now))?|today|yesterday|again|note|memo|need|(?:new )?requirement",
    _I,
)
