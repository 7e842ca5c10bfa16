"""Currencies: ISO 4217 codes with their English names, signs and hundredths.

Rows as in `measures`; a code is a name of its currency, too.
"""

CURRENCIES = """
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
TRY: turkish_lira lira|lira
ILS: shekel israeli_shekel ILS
ZAR: south_african_rand|south_african_rand rand|rand ZAR
BRL: reais|reais brazilian_real|brazilian_reais BRL
MXN: mexican_peso MXN
ARS: argentine_peso ARS
CLP: chilean_peso CLP
COP: colombian_peso
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
SAR: riyal saudi_riyal
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
AWG: aruban_florin
BTN: ngultrum|ngultrum bhutanese_ngultrum
BOB: bolivian_boliviano bolivia_boliviano
BAM: convertible_mark bosnia_and_herzegovina_convertible_mark bosnian_mark
CVE: cape_verdean_escudo
SVC: salvadoran_colon salvadoran_colón
CRC: costa_rican_colón
ERN: nakfa|nakfa eritrean_nakfa
ETB: ethiopian_birr|ethiopian_birr
GHS: ghanaian_cedi ghana_cedi
GTQ: guatemalan_quetzal|guatemalan_quetzales
HTG: gourde haitian_gourde
HNL: honduran_lempira
HUF: hungarian_forint
KZT: kazakhstani_tenge|kazakhstani_tenge kazakh_tenge|kazakh_tenge
KGS: kyrgyzstani_som
LSL: loti lesotho_loti
LTL: lithuanian_litas|lithuanian_litas litas|litas
LVL: latvian_lats|latvian_lats
EEK: estonian_kroon|estonian_kroons
SKK: slovak_koruna slovak_crown
SIT: slovenian_tolar
CYP: cypriot_pound cyprus_pound
MTL: maltese_lira
MOP: pataca macanese_pataca
MGA: ariary|ariary malagasy_ariary|malagasy_ariary
MWK: malawian_kwach
ANG: netherlands_antillean_guilder
NLG: netherlands_guilde dutch_guilde gulden|gulden
SEK: kr|kr
CZK: Kč|Kč
PLN: zł|zł
KPW: north_korean_won|north_korean_won
PLN: złoty polish_złoty
SEK: swedish_krone
UAH: ukrainian_hryvnia hryvna
UZS: uzbekistani_som uzbekitan_som
AED: united_arab_emirates_dirham emirati_dirham
AFN: afghan_afghani
BDT: bangladeshi_taka|bangladeshi_taka
MXN: peso
DOP: dominican_republic_peso
SLL: sierra_leonean_leone leone
GNF: guinean_franc
DJF: djiboutian_franc
KMF: comorian_franc
SCR: seychellois_rupee
STN: dobra
SZL: lilangeni swazi_lilangeni
MRU: ouguiya
TOP: pa'anga tongan_pa'anga
WST: samoan_tala
VUV: vatu|vatu
SBD: solomon_islands_dollar
GYD: guyanese_dollar
SRD: surinamese_dollar
BZD: belize_dollar
BMD: bermudian_dollar bermuda_dollar
KYD: cayman_islands_dollar
XCD: east_caribbean_dollar
PAB: balboa panamanian_balboa
ARS: argentinian_peso
TWD: nt_dollar
HKD: hongkong_dollar hk_dollar
NZD: kiwi_dollar
AUD: aussie_dollar
CNY: kuai|kuai
JPY: japan_yen|japan_yen
XDR: special_drawing_right
ETH: ether
"""
CENTS = {
    "cent": "USD", "cents": "USD", "¢": "USD", "us cents": "USD", "us cent": "USD",
    "u.s. cents": "USD", "penny": "GBP", "pence": "GBP", "pennies": "USD", "sen": "MYR",
    "euro cent": "EUR", "euro cents": "EUR", "eurocent": "EUR", "eurocents": "EUR",
    "rappen": "CHF", "kopeck": "RUB", "kopecks": "RUB", "paise": "INR", "paisa": "INR",
    "centavo": "MXN", "centavos": "MXN",
}  # fmt: skip
# Codes that stand before a number as words or names: TOP 10, COP 27.
WORDLIKE = frozenset(
    "ALL TOP TRY CUP MAD PEN SOS GEL BAM BOB COP MOP AMD SIT ETH LAK STN SAR ANG DOP ESP".split()
)
SYMBOLS = {
    "$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW",
    "₪": "ILS", "₺": "TRY", "₴": "UAH", "₦": "NGN", "฿": "THB", "₫": "VND", "₱": "PHP",
    "₡": "CRC", "₾": "GEL", "₭": "LAK", "₮": "MNT", "₸": "KZT", "₼": "AZN", "₲": "PYG",
    "₵": "GHS", "₿": "XBT",
    "US$": "USD", "U.S.$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD",
    "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "MX$": "MXN",
    "MEX$": "MXN", "CDN$": "CAD", "J$": "JMD", "TT$": "TTD", "Z$": "ZWL",
    "Rs": "INR", "RM": "MYR", "R": "ZAR", "Rp": "IDR",
    "kr": "SEK", "Kč": "CZK", "zł": "PLN", "Ft": "HUF", "Sfr": "CHF", "SFr": "CHF",
    "GH₵": "GHS", "NZ $": "NZD", "KSh": "KES", "Ksh": "KES", "Tk": "BDT", "৳": "BDT", "円": "JPY",
    "元": "CNY", "B$": "BSD", "BZ$": "BZD", "G$": "GYD", "N$": "NAD", "EC$": "XCD", "FJ$": "FJD",
    "RD$": "DOP", "COL$": "COP", "AR$": "ARS", "CL$": "CLP", "US $": "USD", "RMB": "CNY",
    "Bs": "VES", "QR": "QAR", "Dh": "AED", "Dhs": "AED", "SR": "SAR", "֏": "AMD", "؋": "AFN",
    "PS": "GBP",  # how a text that was forced into ASCII writes the sign of the pound
}  # fmt: skip
