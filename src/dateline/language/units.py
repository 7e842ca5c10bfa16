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
dm: decimetre decimeter dm
nm: nanometre nanometer nm
[mi_i]: mile mi
[nmi_i]: nautical_mile
[ft_i]: foot|feet ft ′
[in_i]: inch|inches ″
[yd_i]: yard yd yds
[fth_i]: fathom
[fur_us]: furlong
[ly]: light-year light_year
AU: astronomical_unit
m2: square_metre square_meter sq_m sqm m² m2
km2: square_kilometre square_kilometer sq_km km² km2
[smi_us]: square_mile sq_mile sq_mi
[sft_i]: square_foot|square_feet sq_ft sqft
[sin_i]: square_inch|square_inches sq_in
[syd_i]: square_yard sq_yd
har: hectare ha
[acr_us]: acre
m3: cubic_metre cubic_meter m³ m3
[cft_i]: cubic_foot|cubic_feet cu_ft
[cyd_i]: cubic_yard cu_yd
[cin_i]: cubic_inch|cubic_inches cu_in
cm3: cubic_centimetre cubic_centimeter cm³ cm3 cc
[acr_us].[ft_us]: acre-foot|acre-feet acre_foot|acre_feet
km3: cubic_kilometre cubic_kilometer
L: litre liter ltr L
mL: millilitre milliliter ml
cL: centilitre centiliter cl
dL: decilitre deciliter dl
hL: hectolitre hectoliter hl
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
ug: microgram microgramme µg μg mcg
t: tonne metric_ton t
kt: kilotonne kiloton kt
Mt: megatonne megaton
Gt: gigatonne gigaton
[ston_av]: ton short_ton us_ton
[lton_av]: long_ton imperial_ton
[stone_av]: stone|stone
[lb_av]: pound lb lbs pound-mass
[oz_av]: ounce oz
[oz_tr]: troy_ounce
[car_m]: carat
Cel: degree_celsius|degrees_celsius degree_centigrade|degrees_centigrade °C °_C celsius|celsius
Cel: degree_C|degrees_C deg_C degree_c|degrees_c deg_c deg_celsius|deg_celsius
Cel: degree_celcius|degrees_celcius centigrade|centigrade
[degF]: degree_fahrenheit|degrees_fahrenheit °F °_F fahrenheit|fahrenheit
[degF]: degree_F|degrees_F deg_F degree_f|degrees_f deg_f deg_fahrenheit|deg_fahrenheit
K: kelvin
deg: degree deg °
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
kN: kilonewton kN
eV: electronvolt electron_volt eV
keV: kiloelectronvolt keV
MeV: megaelectronvolt MeV
GeV: gigaelectronvolt GeV
TeV: teraelectronvolt TeV
Pa: pascal
kPa: kilopascal kPa
MPa: megapascal
hPa: hectopascal hPa
GPa: gigapascal GPa
mbar: millibar mbar
bar: bar|bar
[psi]: psi
mm[Hg]: millimetre_of_mercury millimeter_of_mercury mmHg mm_Hg
[in_i'Hg]: inch_of_mercury|inches_of_mercury inHg
EBy: exabyte EB
ZBy: zettabyte ZB
GiBy: gibibyte GiB
MiBy: mebibyte MiB
By: byte
kBy: kilobyte KB kB
MBy: megabyte MB
GBy: gigabyte GB
TBy: terabyte TB
PBy: petabyte PB
bit: bit
kbit: kilobit kb
Mbit: megabit Mb
Gbit: gigabit Gb
Tbit: terabit Tb
Mbit/s: megabit_per_second|megabits_per_second Mbps
Gbit/s: gigabit_per_second|gigabits_per_second Gbps
Hz: hertz|hertz Hz
kHz: kilohertz|kilohertz kHz
MHz: megahertz|megahertz MHz
GHz: gigahertz|gigahertz GHz
dB: decibel dB
lm: lumen
cd: candela
lx: lux|lux
C: coulomb
F: farad
[ppm]: part_per_million|parts_per_million parts-per-million ppm
[ppb]: part_per_billion|parts_per_billion parts-per-billion ppb
Sv: sievert
mSv: millisievert mSv
Bq: becquerel
Gy: gray|gray Gy
mGy: milligray mGy
Ci: curie
R: roentgen
{revolution}/min: rpm revolution_per_minute|revolutions_per_minute
{pixel}: pixel px
M{pixel}: megapixel MP
{frame}/s: fps frame_per_second|frames_per_second
"""
_DURATIONS = """
a: year yr yrs yo
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
{millennium}: millennium|millennia
{quarter}: fiscal_quarter
"""
_PERCENTS = """
%: percent|percents per_cent|per_cent % pc pct percentage percentage_point pp
{basis_point}: basis_point bps bp
"""
_CURRENCIES = """
USD: dollar us_dollar u.s._dollar united_states_dollar american_dollar greenback buck USD usd
EUR: euro|euro euros EUR eur
GBP: pound_sterling|pounds_sterling british_pound sterling|sterling quid|quid GBP gbp
JPY: yen|yen japanese_yen|japanese_yen JPY
CNY: yuan|yuan renminbi|renminbi chinese_yuan|chinese_yuan CNY RMB rmb
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
DEM: deutschmark|deutschmarks deutsche_mark german_mark
FRF: french_franc
BEF: belgian_franc
ITL: italian_lira|italian_lire
ESP: peseta spanish_peseta
PTE: portuguese_escudo
NLG: guilder dutch_guilder netherlands_guilder
FIM: markka|markka finnish_markka|finnish_markka
IEP: irish_pound punt
GRD: drachma greek_drachma
ATS: austrian_schilling
HRK: kuna croatian_kuna
ISK: icelandic_krona|icelandic_kronur icelandic_krone icelandic_crown
BGN: bulgarian_lev|bulgarian_leva
RON: romanian_leu|romanian_lei
RSD: serbian_dinar
ALL: albanian_lek
MKD: macedonian_denar
MDL: moldovan_leu|moldovan_lei
BYN: belarusian_ruble belarusian_rouble
GEL: lari georgian_lari
AMD: armenian_dram
AZN: azerbaijani_manat manat
TMT: turkmen_manat
UZS: uzbek_som
KGS: kyrgyz_som
TJS: somoni
MNT: tugrik togrog
AFN: afghani
NPR: nepalese_rupee nepali_rupee
MVR: rufiyaa
MMK: kyat|kyat myanmar_kyat
LAK: kip|kip lao_kip
KHR: riel cambodian_riel
BND: brunei_dollar
PGK: kina|kina
FJD: fijian_dollar fiji_dollar
JOD: jordanian_dinar
BHD: bahraini_dinar
OMR: omani_rial
YER: yemeni_rial
LYD: libyan_dinar
TND: tunisian_dinar
DZD: algerian_dinar
MAD: moroccan_dirham
SDG: sudanese_pound
SSP: south_sudanese_pound
SOS: somali_shilling
TZS: tanzanian_shilling
RWF: rwandan_franc
BIF: burundian_franc
CDF: congolese_franc
XAF: central_african_cfa_franc
XOF: cfa_franc west_african_cfa_franc
XPF: cfp_franc
ZMW: zambian_kwacha
MWK: malawian_kwacha
MZN: metical|meticais
AOA: angolan_kwanza kwanza|kwanza
BWP: botswana_pula pula|pula
NAD: namibian_dollar
ZWL: zimbabwe_dollar zimbabwean_dollar
GMD: dalasi|dalasi
MUR: mauritian_rupee
LRD: liberian_dollar
PEN: peruvian_sol|peruvian_soles nuevo_sol|nuevos_soles soles|soles
UYU: uruguayan_peso
BOB: boliviano
PYG: guarani|guaranies
VES: venezuelan_bolivar|venezuelan_bolivares bolivar|bolivars bolivares|bolivares
CRC: costa_rican_colon|costa_rican_colones colones|colones
GTQ: quetzal|quetzales
HNL: lempira
NIO: nicaraguan_cordoba
DOP: dominican_peso
CUP: cuban_peso
JMD: jamaican_dollar
TTD: trinidad_and_tobago_dollar
BBD: barbadian_dollar barbados_dollar
BSD: bahamian_dollar
XBT: bitcoin BTC
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
    "₡": "CRC", "₾": "GEL", "₭": "LAK", "₮": "MNT", "₸": "KZT", "₼": "AZN", "₲": "PYG",
    "₵": "GHS", "₿": "XBT",
    "US$": "USD", "U.S.$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD",
    "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "MX$": "MXN",
    "MEX$": "MXN", "CDN$": "CAD", "J$": "JMD", "TT$": "TTD", "Z$": "ZWL",
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


SIGNS = frozenset(symbol for symbol in SYMBOLS if len(symbol) == 1 and not symbol.isalpha())
ISO = frozenset(unit.code for unit in BY_NAME.values() if unit.type == "MONEY")


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
