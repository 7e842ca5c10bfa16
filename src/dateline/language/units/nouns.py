"""Counted nouns: the singular, and UCUM annotations such as {person}."""

_PEOPLE = frozenset(
    "people person man woman child civilian boy girl adult individual human being kid teen "
    "teenager infant baby youth patient victim survivor casualty suspect prisoner inmate hostage "
    "detainee refugee migrant immigrant seeker resident citizen voter member officer official "
    "worker employee staff staffer soldier troop policeman policewoman fighter militant rebel "
    "gunman protester demonstrator activist student pupil teacher professor doctor nurse medic "
    "lawyer attorney judge juror lawmaker legislator senator congressman congresswoman "
    "representative minister governor mayor councillor candidate delegate superdelegate leader "
    "politician diplomat ambassador president executive manager director founder owner investor "
    "shareholder customer client user consumer subscriber viewer listener reader fan spectator "
    "passenger driver rider pilot sailor fisherman farmer miner docker engineer scientist "
    "researcher expert analyst economist journalist reporter editor author writer artist actor "
    "actress musician singer player footballer striker defender midfielder goalkeeper athlete "
    "coach swimmer runner visitor tourist guest tenant homeowner parent mother father brother "
    "sister son daughter relative friend neighbour neighbor wife husband grandchild sibling twin "
    "supporter opponent critic volunteer donor attendee participant applicant respondent "
    "defendant plaintiff witness agent guard observer other firefighter paramedic rescuer "
    "cardinal bishop priest "
    "monk nun guy lady gentleman veteran serviceman servicewoman recruit trainee intern "
    "contractor specialist assistant adviser advisor aide colleague partner businessman "
    "pastor hunter collector dancer fundraiser teammate freshman senior junior graduate alumnus "
    "businesswoman entrepreneur developer shopper commuter cyclist pedestrian motorist villager "
    "islander believer worshipper pilgrim follower".split()
)


def of_noun(noun: str) -> str:
    """UCUM annotation for a counted noun: {person} for people in any role and of any nation, else
    its singular."""
    name = singular(noun)
    nation = noun[0].isupper() and noun.endswith(_DEMONYMS)
    return "{person}" if nation or name in _PEOPLE else f"{{{name}}}"


_DEMONYMS = (
    "ians", "ans", "ese", "is", "ish", "ens", "iks", "ots", "rds", "ites", "ian", "ican", "pean"
)  # fmt: skip


_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "police": "police",
    "feet": "foot",
    "teeth": "tooth", "mice": "mouse", "geese": "goose", "lives": "life", "wives": "wife",
    "knives": "knife", "leaves": "leaf", "wolves": "wolf", "halves": "half", "shelves": "shelf",
    "thieves": "thief", "series": "series", "species": "species", "viruses": "virus",
    "buses": "bus", "movies": "movie", "lies": "lie", "ties": "tie", "cookies": "cookie",
    "rookies": "rookie", "criteria": "criterion", "phenomena": "phenomenon", "crises": "crisis",
    "analyses": "analysis", "bases": "base", "oxen": "ox", "kids": "kid", "dice": "die",
}  # fmt: skip


def singular(noun: str) -> str:
    """The singular of an English noun, in lower case where it is a common noun."""
    word = noun.lower()
    if noun.endswith("s") and noun[:-1].isupper():  # MPs
        return word[:-1]
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith(("men",)) and len(word) > 4:
        return f"{word[:-2]}an"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


_COMPARED = frozenset("as more less the worse".split())
_NO_COMPARATIVE = frozenset(
    "after over under other another together ever never however whether either neither later "
    "earlier per former number order water winter summer".split()
)


def compares(word: str) -> bool:
    """Whether a word behind times makes them a ratio: three times as many, ten times faster."""
    return word in _COMPARED or (word.endswith("er") and word not in _NO_COMPARATIVE)
