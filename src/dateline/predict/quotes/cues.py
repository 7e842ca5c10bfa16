"""The words that report speech, writing and thought in English news."""

from __future__ import annotations

# Verbs that take a clause (said that), by medium. Forms are made by rule but for the irregular.
_SPEECH = """
say tell add announce argue assert claim comment complain concede conclude confirm contend declare
deny explain insist maintain mention note observe point predict proclaim promise recall remark
repeat reply report respond reveal stress state suggest swear testify warn acknowledge admit advise
affirm agree allege boast caution charge clarify confess counter cry demand disclose emphasize
emphasise estimate exclaim hint imply indicate inform joke lament lie object pledge protest
quip reiterate rule shout snap speak sigh stipulate underline underscore urge vow whisper yell ask
answer continue joke jest muse elaborate interject scoff retort chant plead marvel opine gush fume
"""
_WRITING = "write tweet post email blog retweet text publish print"
_THOUGHT = """
believe think hope fear feel know doubt expect worry wonder wish suspect dream assume suppose
realize realise imagine understand conclude consider reckon guess remember
"""
_IRREGULAR = {
    "say": "says said saying", "tell": "tells told telling",
    "write": "writes wrote written writing",
    "think": "thinks thought thinking", "feel": "feels felt feeling", "know": "knows knew knowing",
    "deny": "denies denied denying", "reply": "replies replied replying",
    "testify": "testifies testified testifying", "imply": "implies implied implying",
    "clarify": "clarifies clarified clarifying", "cry": "cries cried crying",
    "swear": "swears swore sworn swearing", "speak": "speaks spoke speaking",
    "understand": "understands understood understanding", "worry": "worries worried worrying",
    "admit": "admits admitted admitting", "quip": "quips quipped quipping",
    "snap": "snaps snapped snapping", "blog": "blogs blogged blogging", "lie": "lies lied lying",
    "dream": "dreams dreamed dreamt dreaming", "plead": "pleads pleaded pled pleading",
    "refer": "refers referred referring", "object": "objects objected objecting",
}  # fmt: skip


def _forms(verb: str) -> list[str]:
    if verb in _IRREGULAR:
        return [verb, *_IRREGULAR[verb].split()]
    stem = verb.removesuffix("e")
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    return [verb, third, f"{stem}ed", f"{stem}ing"]


def _table(verbs: str) -> frozenset[str]:
    return frozenset(form for verb in verbs.split() for form in _forms(verb))


WRITING = _table(_WRITING)
THOUGHT = _table(_THOUGHT)
CUES = _table(_SPEECH) | WRITING | THOUGHT
# Forms that are nouns as often: cues only behind a pronoun, a name, or a modal.
NOUNS = frozenset(
    "report reports claim claims state states hope hopes fear fears doubt doubts comment comments "
    "answer answers charge charges demand demands object objects promise promises question "
    "estimate estimates thought chant chants post posts text texts print blog email emails tweet "
    "tweets note notes point points stress wish wishes dream dreams worry worries call calls order "
    "orders offer offers rule rules joke jokes plead counter counters protest protests wonder "
    "repeat feeling meaning reply replies ask remark remarks lament advise warning cry".split()
)
# What a cue of direct speech may be besides: she laughed, he began.
ADVERBS = frozenset(
    "also later then repeatedly recently previously again once still often never always publicly "
    "privately reportedly earlier simply even just first finally now quickly has had have is was "
    "been be would will did does not to further subsequently famously openly bluntly angrily "
    "quietly jokingly flatly wryly".split()
)


def medium(cue: str) -> str:
    """SPEECH, WRITING or THOUGHT, by the words of a cue."""
    words = set(cue.lower().replace(":", "").split())
    if words & WRITING:
        return "WRITING"
    return "THOUGHT" if words & THOUGHT else "SPEECH"
