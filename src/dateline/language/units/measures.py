"""Measures, durations and shares: UCUM codes with their English names and symbols.

A row is `code: names`, or `code|per: names`; the plural stands after a bar where it is not the
name and an s; symbols keep their case.
"""

MEASURES = """
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
[ly]: light-year light_year ly
AU: astronomical_unit
m2: square_metre square_meter sq_m sqm m² m2 sq_metre sq_meter m^2
km2: square_kilometre square_kilometer sq_km km² km2 sq_kilometre sq_kilometer km^2
[smi_us]: square_mile sq_mile sq_mi mi²
[sft_i]: square_foot|square_feet sq_ft sqft sq_foot|sq_feet ft2 ft²
[sin_i]: square_inch|square_inches sq_in sq_inch|sq_inches
[syd_i]: square_yard sq_yd sq_yard yd²
har: hectare ha
[acr_us]: acre
m3: cubic_metre cubic_meter m³ m3
[cft_i]: cubic_foot|cubic_feet cu_ft cu_foot|cu_feet
[cyd_i]: cubic_yard cu_yd
[cin_i]: cubic_inch|cubic_inches cu_in
cm3: cubic_centimetre cubic_centimeter cm³ cm3
[acr_us].[ft_us]: acre-foot|acre-feet acre_foot|acre_feet
km3: cubic_kilometre cubic_kilometer
L: litre liter ltr L
mL: millilitre milliliter ml cc|cc
cL: centilitre centiliter cl
dL: decilitre deciliter dl
hL: hectolitre hectoliter hl
[gal_us]: gallon gal
[pt_us]: pint imperial_pint
[qt_us]: quart
[foz_us]: fluid_ounce fl_oz|fl_oz fl._oz|fl._oz
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
Mt: megatonne megaton Mt
Gt: gigatonne gigaton Gt
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
km/h: km/h kph kmh km/hr kmph
km/h: kilometre_per_hour|kilometres_per_hour kilometer_per_hour|kilometers_per_hour
km/h: kilometre_an_hour|kilometres_an_hour kilometer_an_hour|kilometers_an_hour
m/s: metre_per_second|metres_per_second meter_per_second|meters_per_second m/s
[mi_us]/[gal_us]: mile_per_gallon|miles_per_gallon mpg
[kn_i]: knot kt kn|kn
W: watt W
kW: kilowatt kW
MW: megawatt MW
GW: gigawatt GW
TW: terawatt TW
kW.h: kilowatt_hour kilowatt-hour kWh kwh
MW.h: megawatt_hour megawatt-hour MWh mwh
GW.h: gigawatt_hour gigawatt-hour GWh gwh
TW.h: terawatt_hour terawatt-hour TWh twh
W.h: watt_hour watt-hour Wh
[HP]: horsepower|horsepower hp bhp brake_horsepower PS
J: joule
kJ: kilojoule kJ
cal: calorie
kcal: kilocalorie kcal
[Btu]: british_thermal_unit Btu BTU btu|btu
V: volt V
kV: kilovolt kV
A: amp ampere
mA.h: milliamp_hour milliampere-hour mAh mah milliampere_hour
Ohm: ohm
N.m: newton_metre newton_meter Nm
[ft_i].[lbf_av]: pound-foot|pound-feet foot-pound lb-ft ft-lb lb_ft foot_pound-force
[ft_i].[lbf_av]: pound-feet_of_torque pound_foot|pound_feet
N: newton
kN: kilonewton kN
eV: electronvolt electron_volt eV
keV: kiloelectronvolt keV
MeV: megaelectronvolt MeV
GeV: gigaelectronvolt GeV
TeV: teraelectronvolt TeV
Pa: pascal
kPa: kilopascal kPa ㎪
MPa: megapascal MPa
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
Hz: hertz|hertz Hz hz|hz HZ|HZ
kHz: kilohertz|kilohertz kHz KHz|KHz khz|khz
MHz: megahertz|megahertz MHz MHZ|MHZ mhz|mhz Mhz|Mhz
GHz: gigahertz|gigahertz GHz GHZ|GHZ ghz|ghz Ghz|Ghz
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
mm2: square_millimetre square_millimeter sq_mm mm² mm2
cm2: square_centimetre square_centimeter sq_cm cm² cm2
[cmi_i]: cubic_mile
mm3: cubic_millimetre cubic_millimeter mm³ mm3
cm/s: centimetre_per_second|centimetres_per_second cm/s
km/s: kilometre_per_second|kilometres_per_second kilometer_per_second|kilometers_per_second km/s
ft/s: foot_per_second|feet_per_second ft/s
[MBtu]: mega_british_thermal_unit million_british_thermal_units mmBtu MMBtu mmbtu MMBTU mmBTU
[quad]: quadrillion_british_thermal_unit
[thm]: therm
A.h: ampere-hour ampere_hour amp-hour Ah
V.A: volt-ampere volt_ampere
kV.A: kVA
atm: standard_atmosphere atmosphere atm
[psi]: pound_per_square_inch|pounds_per_square_inch pound-force_per_square_inch psi
ksi: kilopound_per_square_inch|kilopounds_per_square_inch ksi
Torr: torr
[ppt]: part_per_trillion|parts_per_trillion parts-per-trillion ppt
[ppth]: part_per_thousand|parts_per_thousand parts-per-thousand per_mille|per_mille ‰
bit/s: bit_per_second|bits_per_second
kbit/s: kilobit_per_second|kilobits_per_second kbps Kbps
Mbit/s: megabit_per_second|megabits_per_second Mb/s Mbit/s
Gbit/s: Gb/s Gbit/s
Tbit/s: terabit_per_second|terabits_per_second Tbps
[lbf_av]: pound-force pound_of_thrust|pounds_of_thrust pound_force lbf
kg.[g]: kilogram-force kilogram_force kgf
[bbl_us]: barrel_of_oil|barrels_of_oil barrel_of_oil_equivalent|barrels_of_oil_equivalent boe bbls
[bbl_us]|d: bpd b/d bopd boepd boe/d bbl/d
[ston_av]|d: tpd
[bbl_us]|d: barrel_per_day|barrels_per_day barrel_a_day|barrels_a_day
t|a: tpa
Mt|a: mtpa Mtpa
t: metric_tonne
[lton_av]: long_ton
[car_m]: karat
[degF]: °f
Cel: °c °Celsius celcius|celcius
K: °K degree_kelvin|degrees_kelvin
[degRe]: degree_rankine
kOhm: kΩ
MOhm: MΩ
Ohm: Ω
[SCCM]: standard_cubic_centimetre_per_minute
"""
# Bases that take the prefixes of the SI by name: milliohm, picofarad, exajoule.
PREFIXED = """
m: metre meter
g: gram gramme
L: litre liter
W: watt
W.h: watt_hour watt-hour
J: joule
V: volt
A: ampere amp
Ohm: ohm
F: farad
Hz: hertz|hertz
Pa: pascal
N: newton
Bq: becquerel
Sv: sievert
Gy: gray|gray
By: byte
bit: bit
s: second
mol: mole
C: coulomb
Wb: weber
bar: bar
eV: electronvolt electron_volt
cal: calorie
"""
PREFIXES = {
    "exa": "E", "peta": "P", "tera": "T", "giga": "G", "mega": "M", "kilo": "k", "hecto": "h",
    "deca": "da", "deka": "da", "deci": "d", "centi": "c", "milli": "m", "micro": "u",
    "nano": "n", "pico": "p", "femto": "f", "atto": "a", "yotta": "Y", "zetta": "Z",
    "exbi": "Ei", "pebi": "Pi", "tebi": "Ti", "gibi": "Gi", "mebi": "Mi", "mibi": "Mi",
    "kibi": "Ki", "yobi": "Yi", "zebi": "Zi",
}  # fmt: skip
# Symbols with a prefix that no word of a text is.
PREFIXED_SYMBOLS = (
    "mA uA kA mV uV MV GV mW nW uW PW mJ MJ GJ TJ PJ EJ kBq MBq GBq TBq THz PHz Tbit Pbit KiB "
    "TiB PiB EiB uSv mmol umol nmol pmol uF nF pF ng"
)
DURATIONS = """
a: year yr yrs yo
mo: month
wk: week wk|wk wks|wks
d: day
h: hour hr hrs
min: minute min mins
s: second sec secs
ms: millisecond ms msec
us: microsecond
ns: nanosecond nsec
{decade}: decade
{century}: century|centuries
{fortnight}: fortnight
{millennium}: millennium|millennia
{quarter}: fiscal_quarter
ps: picosecond
Ma: megayear megaannum Myr
Ga: gigayear gigaannum Gyr
"""
PERCENTS = """
%: percent|percents per_cent|per_cent % pc pct percentage percentage_point pp
{basis_point}: basis_point bps bp
"""
# Counts that have a symbol: the figures of sports pages.
STATISTICS = """
{point}|{game}: ppg PPG
{point}: pts|pts
{rebound}|{game}: rpg RPG
{assist}|{game}: apg APG
{win}: WAR
"""
