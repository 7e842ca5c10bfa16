"""The noun that a number counts, without a tagger."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from dateline.language.numerals import Token, glued

STOP = frozenset(
    "x a an the this that these those his her its their our my your who whom whose which what when "
    "where why how and or but nor if as than then so because while although though whether until "
    "since of in on at by for from to with without within into onto over under about against "
    "between among through during before after above below across along around behind beside "
    "beyond despite down up off out near per via toward towards upon like unlike is are was were "
    "be been being am has have had having do does did done will would shall should can could may "
    "might must not no he she it they we you i him them us me it's who's there here also just only "
    "even still already yet ever never now today yesterday tomorrow tonight ago later earlier "
    "instead however too very said says say told tells went got gets made makes took takes came "
    "comes gave gives found left lost won held kept began becomes became saw sees including "
    "excluding according dead killed injured wounded hurt missing died apiece each once again "
    "both either neither such some any all every last next said where's more less fewer most "
    "versus vs worth due according annually monday tuesday wednesday thursday friday saturday "
    "sunday january february march april june july august september october "
    "november december".split()
)


_NOT_PLURAL = frozenset(
    "has was is its this as always perhaps plus yes across besides towards sometimes says does "
    "goes news us thus plainclothes hardly afterwards upwards downwards overseas regardless "
    "less unless jobless homeless business access process progress success address express "
    "congress press".split()
)


_PLURAL = frozenset(
    "people men women children police fish aircraft sheep cattle personnel staff crew series "
    "species feet teeth mice geese deer spacecraft alumni criteria firemen policemen policewomen "
    "servicemen lawmen gunmen fishermen salesmen congressmen businessmen salmon troops medicine "
    "hovercraft bacteria phenomena".split()
)  # fmt: skip


# Plurals that stand before another noun: weapons inspectors, sports fans.
_ATTRIBUTIVE = frozenset(
    "sports arms weapons goods sales savings systems operations communications women men news "
    "drugs rights electronics games jobs customs securities earnings crew staff police".split()
)


_SHORT = ("n't", "'ve", "'ll", "'re", "'d")
_FURTHER = ("more", "fewer", "extra", "earlier", "later", "most", "such")  # 30 more boats


def _attributive(word: Token) -> bool:
    """Whether a plural may stand before the counted noun: crew members, Dallas officers."""
    return word.lower in _ATTRIBUTIVE or word.text[0].isupper()


def _ends(word: Token) -> bool:
    """Whether a word ends a noun phrase: they, didn't; not US in 500 US boats."""
    if word.text in ("IT", "US"):
        return False
    return word.lower in STOP or word.lower.replace("’", "'").endswith(_SHORT)


class Noun(NamedTuple):
    """The counted noun: tokens `first` to `last` (exclusive), and its head."""

    first: int
    last: int
    head: str


def counted(found: list[Token], at: int, value: Decimal) -> Noun | None:
    """The noun phrase at token `at` whose head is what is counted; None where none stands there.

    Without a tagger: the first plural within six words, or, after one, the word before the phrase
    ends.
    """
    last = at
    head: int | None = None
    while last < len(found) and last - at < 9:
        begin, last = last, _compound(found, last)
        word = found[last]
        inner = found[begin + 2].lower if last == begin + 4 else ""
        if inner in ("in", "of", "at", "to", "by") and _plural(found[begin]):  # brothers-in-law
            return Noun(at, last + 1, found[begin].text)
        if head is None and _suspended(found, last):  # coal- and gas-fired
            last += 3
            continue
        if word.text in "-'’" and glued(found, last) and glued(found, last + 1) and last > at:
            last += 1
            continue
        if (head is None and _quoted(found, last)) or (last == at and word.lower in _FURTHER):
            last += 1
            continue
        if word.lower == "times" and last == at:
            return Noun(at, at + 1, "times")
        if at < last and head is None and (_joins(found, last) or _model(found, last)):
            last += 1
            continue
        if at < last and value == 1 and _model(found, last):  # one recent 2009 paper
            last += 1
            continue
        if _initial(found, last):  # U.S. troops
            last += 2
            continue
        if (
            not word.text[0].isalpha()
            or _ends(word)
            or _verbal(found, last, last > at and (value == 1 or head is not None))
        ):
            break
        acts = value == 1 and word.lower.endswith("ing") and word.lower not in _ING
        if acts and _gerund(found, last, first=last == at):
            break
        plural = _plural(word)
        if value == 1 and plural and last > at:
            break
        if value != 1 and head is not None and not (plural and _attributive(found[head])):
            break
        if plural or value == 1:
            head = last
        last += 1
        if _numbered(found, last):  # Boeing 737s
            return Noun(at, last + 2, found[last - 1].text)
    if (
        head is None
        and at < len(found)
        and (_acronym(found, at) or (value != 1 and found[at].lower in _SIZES))
    ):
        head = at
    if head is None or found[head].lower.endswith(("'s", "’s", "s'")):
        return None
    return Noun(at, head + 1, found[head].text)


def _compound(found: list[Token], at: int) -> int:
    """The last word of the hyphenated compound at token `at`, which may hold any word and a number:
    side-by-side, at-large, COVID-19."""
    end = min(at + 12, len(found) - 2)
    while at < end and found[at + 1].text == "-" and glued(found, at + 2):
        number = found[at + 2].text.isdecimal() and found[at].text[0].isupper()
        if number and at + 3 < len(found) and found[at + 3].text[0].isalpha():
            at += 3
        elif glued(found, at + 1) and found[at].text[0].isalpha() and found[at + 2].text.isalpha():
            at += 2
        else:
            break
    return at


def _suspended(found: list[Token], at: int) -> bool:
    """Whether token `at` is the coal of coal- and gas-fired."""
    if at + 3 >= len(found) or found[at + 1].text != "-" or not glued(found, at + 1):
        return False
    return found[at + 2].lower in ("and", "or") and not glued(found, at + 2)


def _quoted(found: list[Token], at: int) -> bool:
    """Whether token `at` opens or closes quoted words in a noun phrase: 27 "at-large" delegates."""
    text = found[at].text
    opens = text == "“" or (text in '"‘' and not glued(found, at) and glued(found, at + 1))
    return opens or (text in '”"’' and glued(found, at) and found[at - 1].text.isalpha())


# Singulars that are counted before another noun: a 12 point lead, a 400 page report.
_SIZES = frozenset(
    "point member game page seat vote storey bedroom goal run lap match word".split()
)
_NO_ACRONYM = frozenset(
    "AM PM ET GMT EST EDT BST CET UTC US UK EU UN BC AD CE BCE HD OR AND".split()
)


def _acronym(found: list[Token], at: int) -> bool:
    """Whether capitals that end their phrase are what is counted: 14,000 TEU; 2 RBI."""
    text = found[at].text
    ends = at + 1 >= len(found) or not found[at + 1].text[0].isalnum() or (
        found[at + 1].lower in STOP
    )  # fmt: skip
    caps = text.isalpha() and text.isupper() and 1 < len(text) < 6 and not glued(found, at)
    return caps and ends and text not in _NO_ACRONYM


_ING = frozenset(
    "thing king ring wing string spring sibling building morning evening meeting wedding hearing "
    "reading ceiling warning painting ruling feeling finding setting training beginning shooting "
    "killing blessing outing recording drawing landing listing offering sitting housing".split()
)


def _gerund(found: list[Token], at: int, *, first: bool) -> bool:
    """Whether a word in -ing says what one does: one listing the boats, one boat leaving."""
    return not first or (at + 1 < len(found) and found[at + 1].lower in STOP)


def _numbered(found: list[Token], at: int) -> bool:
    """Whether the number of a model in the plural stands at token `at`: 737s."""
    return (
        at + 1 < len(found) and found[at].text.isdecimal() and found[at - 1].text[0].isupper()
        and found[at + 1].lower == "s" and glued(found, at + 1)
    )  # fmt: skip


def _joins(found: list[Token], at: int) -> bool:
    """Whether token `at` is the and of digital and physical sales, Fiat and Lancia cars."""
    if found[at].lower not in ("and", "or", "&") or at + 1 >= len(found):
        return False
    return found[at + 1].text.islower() or found[at - 1].text[0].isupper()


def _model(found: list[Token], at: int) -> bool:
    """Whether token `at` is the number in new 747 Cargo jets."""
    return found[at].text.isdecimal() and at + 1 < len(found) and found[at + 1].text.isalpha()


def _initial(found: list[Token], at: int) -> bool:
    letter = found[at].text.isupper() and len(found[at].text) == 1
    return letter and glued(found, at + 1) and found[at + 1].text == "."


def _plural(word: Token) -> bool:
    """Whether a word looks like a plural: boats, people, MPs, Iraqis."""
    if word.lower in _PLURAL or (word.text[-1] == "s" and word.text[:-1].isupper()):  # MPs
        return len(word.text) > 2
    if not word.lower.endswith("s") or len(word.text) < 4 or word.lower in _NOT_PLURAL:
        return False
    people = word.text[0].isupper() and word.lower.endswith("is") and len(word.text) > 5  # Iraqis
    return people or not word.lower.endswith(("ss", "us", "is", "'s", "’s"))


def _verbal(found: list[Token], at: int, inside: bool) -> bool:
    """Whether a word is rather a verb: 40 boats moored; not in 40 newly built, freshly painted."""
    word = found[at]
    past = word.lower.endswith("ed") and len(word.text) > 4 and word.text.islower()
    return inside and past and found[at - 1].text != "-" and not found[at - 1].lower.endswith("ly")
