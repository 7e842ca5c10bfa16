"""Names and symbols of units in English text, to UCUM codes and ISO 4217."""

from __future__ import annotations

from typing import NamedTuple


class Unit(NamedTuple):
    """A unit: its code, and the type of a figure that has it."""

    code: str
    type: str  # MONEY, PERCENT, MEASURE or DURATION


# code: names, the plural after a bar where it is not the name and an s; symbols keep their case
_MEASURES = """
m: metre meter m
km: kilometre kilometer km kms
cm: centimetre centimeter cm
mm: millimetre millimeter mm
um: micrometre micrometer micron µm μm
nm: nanometre nanometer nm
[mi_i]: mile mi
[nmi_i]: nautical_mile
[ft_i]: foot|feet ft ′
[in_i]: inch|inches ″
[yd_i]: yard yd yds
[ly]: light-year light_year
AU: astronomical_unit
m2: square_metre square_meter sq_m sqm m² m2
km2: square_kilometre square_kilometer sq_km km² km2
[smi_us]: square_mile sq_mile sq_mi
[sft_i]: square_foot|square_feet sq_ft sqft
[sin_i]: square_inch|square_inches
har: hectare ha
[acr_us]: acre
m3: cubic_metre cubic_meter m³ m3
[cft_i]: cubic_foot|cubic_feet cu_ft
km3: cubic_kilometre cubic_kilometer
L: litre liter ltr L
mL: millilitre milliliter ml
cL: centilitre centiliter cl
[gal_us]: gallon gal
[pt_us]: pint
[qt_us]: quart
[foz_us]: fluid_ounce
[cup_us]: cup|cups
[tbs_us]: tablespoon tbsp
[tsp_us]: teaspoon tsp
[bbl_us]: barrel bbl
[bu_us]: bushel
g: gram gramme g
kg: kilogram kilogramme kilo kg kgs
mg: milligram mg
ug: microgram µg mcg
t: tonne metric_ton
kt: kilotonne kiloton kt
Mt: megatonne megaton
[ston_av]: ton
[lb_av]: pound lb lbs
[oz_av]: ounce oz
[oz_tr]: troy_ounce
[car_m]: carat
Cel: degree_celsius|degrees_celsius degree_centigrade|degrees_centigrade °C celsius
[degF]: degree_fahrenheit|degrees_fahrenheit °F fahrenheit
K: kelvin
deg: degree °
[mi_i]/h: mile_per_hour|miles_per_hour mile_an_hour|miles_an_hour mph
km/h: km/h kph kmh km/hr
km/h: kilometre_per_hour|kilometres_per_hour kilometer_per_hour|kilometers_per_hour
km/h: kilometre_an_hour|kilometres_an_hour kilometer_an_hour|kilometers_an_hour
m/s: metre_per_second|metres_per_second meter_per_second|meters_per_second m/s
[mi_us]/[gal_us]: mile_per_gallon|miles_per_gallon mpg
[kn_i]: knot kt
W: watt W
kW: kilowatt kW
MW: megawatt MW
GW: gigawatt GW
TW: terawatt TW
kW.h: kilowatt_hour kilowatt-hour kWh
MW.h: megawatt_hour megawatt-hour MWh
GW.h: gigawatt_hour gigawatt-hour GWh
TW.h: terawatt_hour terawatt-hour TWh
W.h: watt_hour watt-hour Wh
[HP]: horsepower|horsepower hp bhp brake_horsepower PS
J: joule
kJ: kilojoule kJ
cal: calorie
kcal: kilocalorie kcal
[Btu]: british_thermal_unit Btu BTU
V: volt V
kV: kilovolt kV
A: amp ampere
mA.h: milliamp_hour milliampere-hour mAh
Ohm: ohm
N.m: newton_metre newton_meter Nm
[ft_i].[lbf_av]: pound-foot|pound-feet foot-pound lb-ft ft-lb lb_ft foot_pound-force
[ft_i].[lbf_av]: pound-feet_of_torque
N: newton
Pa: pascal
kPa: kilopascal kPa
MPa: megapascal
hPa: hectopascal hPa
GPa: gigapascal GPa
mbar: millibar mbar
bar: bar|bar
[psi]: psi
By: byte
kBy: kilobyte KB kB
MBy: megabyte MB
GBy: gigabyte GB
TBy: terabyte TB
PBy: petabyte PB
bit: bit
Mbit: megabit Mb
Gbit: gigabit Gb
Mbit/s: megabit_per_second|megabits_per_second Mbps
Gbit/s: gigabit_per_second|gigabits_per_second Gbps
Hz: hertz|hertz Hz
kHz: kilohertz|kilohertz kHz
MHz: megahertz|megahertz MHz
GHz: gigahertz|gigahertz GHz
dB: decibel dB
lm: lumen
[ppm]: part_per_million|parts_per_million parts-per-million ppm
[ppb]: part_per_billion|parts_per_billion parts-per-billion ppb
Sv: sievert
mSv: millisievert mSv
Bq: becquerel
{revolution}/min: rpm revolution_per_minute|revolutions_per_minute
{pixel}: pixel px
M{pixel}: megapixel MP
{frame}/s: fps frame_per_second|frames_per_second
"""
_DURATIONS = """
a: year yr yrs
mo: month
wk: week
d: day
h: hour hr hrs
min: minute min mins
s: second sec secs
ms: millisecond
us: microsecond
ns: nanosecond
{decade}: decade
{century}: century|centuries
{fortnight}: fortnight
{quarter}: fiscal_quarter
"""
_PERCENTS = """
%: percent|percent per_cent|per_cent % pc pct percentage percentage_point pp
{basis_point}: basis_point bps bp
"""
_CURRENCIES = """
USD: dollar us_dollar u.s._dollar american_dollar greenback buck USD
EUR: euro|euro euros EUR
GBP: pound_sterling|pounds_sterling british_pound sterling|sterling quid|quid GBP
JPY: yen|yen japanese_yen|japanese_yen JPY
CNY: yuan|yuan renminbi|renminbi chinese_yuan|chinese_yuan CNY RMB
INR: rupee indian_rupee INR
RUB: ruble rouble russian_ruble russian_rouble RUB
CHF: swiss_franc franc CHF
CAD: canadian_dollar CAD
AUD: australian_dollar AUD
NZD: new_zealand_dollar NZD
HKD: hong_kong_dollar HKD
SGD: singapore_dollar SGD
TWD: taiwan_dollar new_taiwan_dollar TWD
SEK: swedish_krona|swedish_kronor swedish_crown krona|kronor SEK
NOK: norwegian_krone|norwegian_kroner norwegian_crown NOK
DKK: danish_krone|danish_kroner danish_crown krone|kroner DKK
CZK: czech_koruna czech_crown koruna CZK
PLN: zloty polish_zloty PLN
HUF: forint HUF
TRY: turkish_lira lira|lira TRY
ILS: shekel israeli_shekel ILS
ZAR: south_african_rand|south_african_rand rand|rand ZAR
BRL: reais|reais brazilian_real|brazilian_reais BRL
MXN: mexican_peso MXN
ARS: argentine_peso ARS
CLP: chilean_peso CLP
COP: colombian_peso COP
PHP: philippine_peso PHP
KRW: won|won korean_won|korean_won south_korean_won|south_korean_won KRW
THB: baht|baht thai_baht|thai_baht THB
IDR: rupiah|rupiah indonesian_rupiah|indonesian_rupiah IDR
MYR: ringgit|ringgit malaysian_ringgit|malaysian_ringgit MYR
VND: dong|dong vietnamese_dong|vietnamese_dong VND
PKR: pakistani_rupee PKR
LKR: sri_lankan_rupee LKR
BDT: taka|taka BDT
AED: dirham uae_dirham AED
SAR: riyal saudi_riyal SAR
QAR: qatari_riyal QAR
IRR: iranian_rial rial toman IRR
IQD: iraqi_dinar IQD
KWD: kuwaiti_dinar KWD
EGP: egyptian_pound EGP
LBP: lebanese_pound LBP
SYP: syrian_pound SYP
NGN: naira|naira NGN
KES: kenyan_shilling KES
UGX: ugandan_shilling UGX
GHS: cedi GHS
ETB: birr|birr ETB
UAH: hryvnia UAH
KZT: tenge|tenge KZT
DEM: deutschmark deutsche_mark
FRF: french_franc
"""
_CENTS = {
    "cent": "USD",
    "penny": "GBP",
    "sen": "MYR",
    "pence": "GBP",
    "cents": "USD",
    "pennies": "USD",
}
SYMBOLS = {
    "$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW",
    "₪": "ILS", "₺": "TRY", "₴": "UAH", "₦": "NGN", "฿": "THB", "₫": "VND", "₱": "PHP",
    "US$": "USD", "U.S.$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD",
    "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "MX$": "MXN",
    "Rs": "INR", "RM": "MYR", "R": "ZAR", "Rp": "IDR",
    "PS": "GBP",  # how a text that was forced into ASCII writes the sign of the pound
}  # fmt: skip
PER_WORDS = {
    "year": "a", "annum": "a", "month": "mo", "week": "wk", "day": "d", "hour": "h",
    "minute": "min", "second": "s", "night": "{night}", "person": "{person}", "head": "{person}",
    "capita": "{person}", "quarter": "{quarter}", "decade": "{decade}",
}  # fmt: skip
YEARLY = {"annually": "a", "yearly": "a", "monthly": "mo", "weekly": "wk", "daily": "d"}


def _table() -> dict[str, Unit]:
    """Name -> unit; symbols in their case, words in lower case, singular and plural."""
    table: dict[str, Unit] = {}
    kinds = (("MEASURE", _MEASURES), ("DURATION", _DURATIONS), ("PERCENT", _PERCENTS))
    for type_, rows in (*kinds, ("MONEY", _CURRENCIES)):
        for row in rows.strip().splitlines():
            code, _, names = row.partition(": ")
            for name in names.split():
                singular, _, plural = name.replace("_", " ").partition("|")
                word = len(singular) > 3 or singular in ("ton", "bit", "amp", "day")
                for form in (singular, plural or (f"{singular}s" if word else singular)):
                    table.setdefault(form, Unit(code, type_))
    return table


BY_NAME = _table()
LONGEST = max(name.count(" ") + name.count("-") * 2 + 1 for name in BY_NAME)


def find(name: str) -> Unit | None:
    """The unit of a name in any case or of a symbol in its own; None where there is none."""
    return BY_NAME.get(name) or (BY_NAME.get(name.lower()) if len(name) > 3 else None)


def cent(name: str) -> str | None:
    """The currency of which `name` is a hundredth; None where it is none."""
    return _CENTS.get(name.lower())


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
    "businesswoman entrepreneur developer shopper commuter cyclist pedestrian motorist villager "
    "islander believer worshipper pilgrim follower".split()
)


def of_noun(noun: str) -> str:
    """UCUM annotation for a counted noun: {person} for people in any role, else its singular."""
    name = singular(noun)
    return "{person}" if name in _PEOPLE else f"{{{name}}}"


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
