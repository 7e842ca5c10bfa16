"""Names of people from bylines: no "By", no roles, no agencies, one name each."""

from __future__ import annotations

import re
from typing import NamedTuple

_BY = re.compile(
    r"^(?:(?-i:By(?=[A-ZÀ-Þ][^\W\dA-Z]))|"  # glued to the name
    r"(?:autorin/autor|contributions from|责编|责任编辑|作者|记者|文)\s*[:：]?\s*|"
    r"(?:(?:written|reviewed|edited|posted|published|reporting|reported|words|text|photos?|story|"
    r"article|opinion|analysis|column|interview|guest post|contributed|updated|author|authors|"
    r"authored|guide|recipe|review|"
    r"geschrieben|verfasst|ein (?:kommentar|artikel|gastbeitrag)|eine analyse|aufgezeichnet|"
    r"protokoll|"
    r"interview|reportage|propos recueillis|publié|texte|texto|escrito|publicado|scritto|skrevet|"
    r"skriven|tekst|autor(?:es|in)?|auteur|autore|autor:in)s?\s*:?\s*)?"
    r"(?:by|von|par|por|di|da|af|av|door|od|przez|by:|von:|oleh|tarafından|de)\b\s*:?\s*|"
    r"(?:author|authors|autor|autorin|text|words|foto|fotos|photo|written|reporter|écrit|"
    r"redaktion|rédaction|mit|with|от|автор|tekst|skribent|journalist)\s*:\s*)",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*(?:[,;|/•·⋅、\n]|\s[-–—]\s)\s*")
_AND = re.compile(r"\s+(?:and|und|et|og|och|&|＆|ve|и|та)\s+")
_SHORT_AND = re.compile(r"\s+(?:y|e|en|i)\s+")  # these stand inside names too: Ortega y Gasset
_AFTER = re.compile(
    r"\s*(?:[(\[].*|\son behalf of .*|\s(?:in|aus|for|für|à|en|at|from)\s+[A-ZÄÖÜ].*|"
    r"\bwith (?:files|additional|agenc).*|"
    r"@\w.*|\d{1,2}[:./]\d.*|(?:published|updated|veröffentlicht|aktualisiert|\ble \d).*)$"
)
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|journalist(?:in)?|writer|columnist|staff|contributor|"
    r"redakteur(?:in)?|redaktion|redaktør|korrespondent(?:in)?|autor(?:in)?|desk|team|newsroom|"
    r"journaliste|rédact\w+|correspondant\w*|redactor\w*|periodista|corresponsal|giornalista|"
    r"muhabir\w*|chief|director|producer|presenter|analyst|professor|phd|md|rd|mba|cfp|guest|"
    r"senior|associate|volontär(?:in)?|chefredakteur(?:in)?|leiter(?:in)?|ressort\w*|specialist|"
    r"founder|ceo|manager|consultant|expert|photographer|fotograf\w*|head of|freelance\w*|"
    r"digital|politics|business|sports?|health|science|economics?|world news|contributing|"
    r"sponsored|attorney|dietiti?an|nutritionist|educator|coordinator|vice president|owner|"
    r"member of|university|copywriter|strategist|last updated|min read|updated|published|"
    r"follow|subscribe|share|comments?|view all|more from|read more|about the author)"
    r"(?:s|en|innen)?\b",
    re.IGNORECASE,
)
_NOT_NAME = re.compile(
    r"https?:|www\.|\.(?:com|org|net|de|uk)\b|[@<>{}=%$#]|(?<![A-ZÄÖÜ\d])\d|\d{3}|^\W*$|"
    r"^(?:admin|null$)|\b(?:images?|pictures?|credits?)\s*:|\bgetty images\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:cent(?:er|re)|institute?|institut|ministry|department|bureau|association|foundation|"
    r"council|committee|commission|society|college|school|federation|alliance|network|service|"
    r"administration|authority|academy|board|stiftung|verband|fundación|fondation)\b",
    re.IGNORECASE,
)
_CREDENTIAL = re.compile(r"(?=.*[A-Z0-9])(?:[A-Z][a-z]?|[.®™&-]|[0-9])+")
_DESK = re.compile(r"\b(?:team|staff|desk|newsroom|redaktion|editorial|editors)\b", re.IGNORECASE)
_HEADING = re.compile(
    r"\b(?:posts?|recent|related|latest|former|content|products?|guides|resources|tips)\b",
    re.IGNORECASE,
)
_DEGREES = frozenset("phd ph.d. md m.d. dvm cfp cfp® cpa esq esq. rd mba dds d.d.s. rn".split())
_EDGES = " \t.,:;-–—|·•*’'\"/"
_AGENCIES = (
    "ap", "afp", "dpa", "apa", "sid", "kna", "epd", "sda", "keystone-sda", "sda-ats", "ats", "efe",
    "ansa", "dpa-afx", "ntb", "tt", "ritzau", "belga", "anp", "pap", "čtk", "ctk", "tass", "tasr",
    "lusa", "pti", "ani", "ians", "kyodo", "jiji", "xinhua", "yonhap", "aap", "pa", "upi", "cp",
    "reuters", "associated press", "the associated press", "agence france-presse", "bloomberg",
    "bloomberg news", "press association", "pa media", "the canadian press", "canadian press",
    "australian associated press", "europa press", "europapress", "agencia efe", "interfax",
    "ukrinform", "anadolu agency", "anadolu ajansı", "aa", "dha", "iha", "news agencies",
    "agencies", "agence", "apa/dpa", "afp/reuters", "agerpres", "stt", "bns", "delfi/bns", "elta",
    "xinhua news agency", "press trust of india", "deutsche presse-agentur",
    "al jazeera and news agencies",
    "spot on news", "teleschau", "cover media", "awp",
)  # fmt: skip
_AGENCY = frozenset(_AGENCIES)
_CALLED_AGENCY = re.compile(
    r"\b(?:(?:news|press) (?:agency|association|service)|newswire|agencia|agence|"
    r"(?:presse|nachrichten)-?agentur|agenzia|nyhetsbyrå\w*|nieuwsagentschap)\b",
    re.IGNORECASE,
)


class Byline(NamedTuple):
    """People, agencies by the names that the page gives them, and the site where it is named."""

    authors: list[str]
    agencies: list[str]
    publications: list[str]


def split_byline(
    values: list[str], *, names_of_site: tuple[str, ...] = (), strict: bool = False
) -> Byline:
    """The people and agencies that the values name, in order, each once.

    `strict` is for text that may be no byline at all: only what is written like a name counts.
    """
    authors: dict[str, str] = {}
    agencies: dict[str, str] = {}
    publications: dict[str, str] = {}
    site = {_compact(name) for name in names_of_site if name}
    site |= {_compact(n.removeprefix("www.").split(".")[0]) for n in names_of_site if "." in n}
    for value in values:
        found = _names(value)
        if len(found) > 1 and _compact(found[0]) in site:
            found = found[:1]  # the site and its address
        for name in found:
            bare = _bare(name)
            if (
                bare.replace("/", "") in _AGENCY
                or bare in _AGENCY
                or _all_agencies(bare)
                or (_CALLED_AGENCY.search(name))
            ):
                agencies.setdefault(bare, name)
            elif _compact(name) in site:
                publications.setdefault(bare, name)
            elif _is_name(name) and (not strict or _is_person_beside(name, site)):
                authors.setdefault(bare, name)
    return Byline(
        _without_parts(list(authors.values())), list(agencies.values()), list(publications.values())
    )


def _is_person_beside(name: str, site: set[str]) -> bool:
    """Whether a name in the page is a person's, and not the site's with something added, a role
    or a heading."""
    if _HEADING.search(name) or (_ROLE.search(name) and not _DESK.search(name)):
        return False
    compact = _compact(name)
    of_site = any(len(own) > 4 and own in compact for own in site)
    return looks_like_person(name) and (not of_site or bool(_DESK.search(name)))


_PARTICLES = frozenset(
    "de da do dos das del della di du van von der den ten ter la le el al bin ibn ben y e af zu "
    "zur vom st. mc o' d'".split()
)
_CJK_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,4}(?:[ \u3000]?[\u4e00-\u9fff]{1,3})?|[\uac00-\ud7af]{2,4}"
)


def looks_like_person(name: str) -> bool:
    """Whether the words are written as a name is: two to five, capitals but for particles."""
    if name > "\u3000":
        return bool(_CJK_NAME.fullmatch(name))
    parts = name.split()
    if not 2 <= len(parts) <= 5:
        return False
    return all(
        part.lower() in _PARTICLES or (part[0].isalpha() and not part[0].islower())
        for part in parts
    )


def _compact(name: str) -> str:
    return re.sub(r"\W+", "", name.lower().removeprefix("www."))


def _bare(name: str) -> str:
    return " ".join(name.lower().strip(" .").split())


def _all_agencies(bare: str) -> bool:
    parts = [part for part in re.split(r"[/\s+]+", bare) if part]
    return len(parts) > 1 and all(part in _AGENCY for part in parts)


def _names(value: str) -> list[str]:
    value = " ".join(value.replace("\u200b", "").strip("()（） ").split())
    for _ in range(3):
        shorter = _BY.sub("", value).strip()
        if shorter == value:
            break
        value = shorter
    out: list[str] = []
    for part in _COMMA.split(value):
        if out and _is_title(part, out[0]):
            continue
        if _is_organisation(part):
            out.append(part.strip(_EDGES))
            continue
        for piece in _conjuncts(part):
            name = _AFTER.sub("", _BY.sub("", piece)).strip(_EDGES)
            if name.lower() in ("jr", "sr", "ii", "iii") and out:
                out[-1] += f", {name}"
            elif not (out and _names_role(name)):
                out.append(_without_role(name))
    return [name for name in out if name and not _describes(name)]


def _is_organisation(part: str) -> bool:
    """Whether an "and" in the part joins words of one organisation's name."""
    first = _AND.split(part)[0]
    named = bool(_ORGANISATION.search(part))
    return named and not (looks_like_person(first) and not _ORGANISATION.search(first))


def _conjuncts(part: str) -> list[str]:
    """What stands on both sides of an "and"; of those that names have in them only between two."""
    return [name for piece in _AND.split(part) for name in _split_short(piece)]


def _split_short(piece: str) -> list[str]:
    sides = _SHORT_AND.split(piece)
    return sides if all(len(side.split()) > 1 for side in sides) else [piece]


def _is_title(part: str, name: str) -> bool:
    """Whether the part after a name is a role, an employer, or a degree ("CFP®", "E-RYT 200")."""
    if _bare(part) in _AGENCY or _CALLED_AGENCY.search(part):
        return False
    tokens = part.split()
    if not name.isupper() and 0 < len(tokens) <= 3 and all(map(_CREDENTIAL.fullmatch, tokens)):
        return True
    pieces = _AND.split(part)
    return any(map(_names_role, pieces)) and not any(
        looks_like_person(piece) for piece in pieces if not _names_role(piece)
    )


def _describes(words: str) -> bool:
    """Whether it is a sentence about somebody's role, and no name."""
    long = len(words.split()) > 4
    return long and bool(_ROLE.search(words)) and not _ORGANISATION.search(words)


def _names_role(words: str) -> bool:
    return bool(_ROLE.search(words) or _ORGANISATION.search(words))


def _without_role(name: str) -> str:
    """The name without the role that follows it, and once where a picture's text repeats it."""
    words = name.split()
    half = len(words) // 2
    if half > 1 and words[:half] == words[half:]:
        return " ".join(words[:half])
    role = _ROLE.search(name)
    first = name[: role.start()].split() if role and not _DESK.search(name) else []
    if len(first) > 1 and looks_like_person(" ".join(first)):
        return " ".join(first)
    while len(words) > 2 and words[-1].lower().strip(",") in _DEGREES:
        words.pop()
    return " ".join(words)


def _is_name(name: str) -> bool:
    if not 2 < len(name) <= 60 or _NOT_NAME.search(name) or len(name.split()) > 6:
        return len(name) == 2 and name > "\u3000"
    return name[0].isupper() or not name[0].islower() or " " in name


def _without_parts(names: list[str]) -> list[str]:
    """Names of which none is only a part of another."""
    return [
        name
        for name in names
        if not any(name != other and f" {name} " in f" {other} " for other in names)
    ]
