"""Currencies as sources write them: signs, codes and words."""

from __future__ import annotations

from dataclasses import dataclass

SIGNS = {
    "$": "USD", "£": "GBP", "€": "EUR", "₹": "INR", "¥": "JPY", "₩": "KRW", "₪": "ILS", "₺": "TRY",
    "₴": "UAH", "₦": "NGN", "₱": "PHP", "฿": "THB", "₫": "VND", "₽": "RUB", "₸": "KZT", "₾": "GEL",
    "₼": "AZN", "₡": "CRC", "₲": "PYG", "₵": "GHS", "৳": "BDT", "֏": "AMD", "元": "CNY",
    "円": "JPY",
}  # fmt: skip
# Signs of several letters, in front of a number: "C$107,000", "Rs. 50 lakh", "Fr. 128'000".
PREFIXED = {
    "US$": "USD", "U.S. $": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD",
    "CAN$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "SG$": "SGD", "R$": "BRL",
    "MX$": "MXN", "NT$": "TWD", "AR$": "ARS", "CL$": "CLP", "Rs.": "INR", "Rs": "INR",
    "CN¥": "CNY", "RM": "MYR", "Rp": "IDR", "Rp.": "IDR", "Fr.": "CHF", "SFr.": "CHF",
    "sFr.": "CHF", "SFr": "CHF", "Dhs": "AED", "Dhs.": "AED", "KSh": "KES", "Ksh": "KES",
    "NIS": "ILS", "lei": "RON", "TL": "TRY", "Tk": "BDT", "Tk.": "BDT", "S/": "PEN", "S/.": "PEN",
    "B/.": "PAB", "E£": "EGP", "NRs": "NPR", "NRs.": "NPR", "PhP": "PHP", "Php": "PHP",
}  # fmt: skip
CODES = (
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "INR", "JPY", "CNY", "SGD", "HKD", "SEK",
    "NOK", "DKK", "ISK", "PLN", "CZK", "HUF", "RON", "BGN", "RSD", "UAH", "RUB", "KZT", "GEL",
    "BRL", "MXN", "ARS", "CLP", "COP", "PEN", "UYU", "CRC", "ZAR", "AED", "SAR", "QAR", "KWD",
    "BHD", "OMR", "JOD", "ILS", "KRW", "TRY", "TWD", "MYR", "THB", "PHP", "IDR", "VND", "LKR",
    "BDT", "PKR", "NPR", "NGN", "KES", "GHS", "EGP", "MAD", "TND", "TZS", "UGX", "RMB",
    "DOP", "GTQ", "PAB", "BOB", "PYG", "DZD", "ETB", "RWF", "ZMW", "BWP", "MUR", "XOF", "XAF",
    "AZN", "AMD", "UZS", "BYN", "MDL", "ALL", "MKD", "BAM", "IQD", "LBP", "MOP", "KHR", "MMK",
)  # fmt: skip
WORDS = {
    "dollars": "USD", "US dollars": "USD", "U.S. dollars": "USD", "euros": "EUR", "euro": "EUR",
    "pounds": "GBP", "pounds sterling": "GBP", "francs": "CHF", "Swiss francs": "CHF",
    "rupees": "INR", "Indian rupees": "INR", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY",
    "won": "KRW", "rand": "ZAR", "kronor": "SEK", "zloty": "PLN", "zlotys": "PLN", "zł": "PLN",
    "zl": "PLN", "Kč": "CZK", "Ft": "HUF", "forints": "HUF", "lei": "RON", "lira": "TRY",
    "TL": "TRY", "dirhams": "AED", "riyals": "SAR", "shekels": "ILS", "reais": "BRL",
    "ringgit": "MYR", "baht": "THB", "naira": "NGN", "roubles": "RUB", "rubles": "RUB",
    "Canadian dollars": "CAD", "Australian dollars": "AUD", "New Zealand dollars": "NZD",
    "Singapore dollars": "SGD", "Hong Kong dollars": "HKD", "Mexican pesos": "MXN",
    "Philippine pesos": "PHP", "Danish kroner": "DKK", "Norwegian kroner": "NOK",
    "Swedish kronor": "SEK", "Kenyan shillings": "KES", "dong": "VND", "rupiah": "IDR",
    "hryvnia": "UAH", "leva": "BGN", "лв": "BGN", "лв.": "BGN", "руб": "RUB", "руб.": "RUB",
    "грн": "UAH", "koruna": "CZK", "korunas": "CZK", "taka": "BDT", "cedis": "GHS",
}  # fmt: skip
# Of several countries: an amount in one of these can't be read.
AMBIGUOUS = {
    "kr": "SEK, NOK or DKK", "kr.": "SEK, NOK or DKK", "kroner": "NOK or DKK",
    "₨": "INR, PKR or LKR", "pesos": "MXN, PHP or ARS", "dinars": "KWD or BHD",
    "shillings": "KES, TZS or UGX", "Bs": "BOB or VES", "Bs.": "BOB or VES",
}  # fmt: skip


@dataclass(frozen=True)
class Currency:
    """A currency as it is named; `times` and `period` hold where the name says them, too."""

    code: str
    times: float = 1.0
    period: str = ""


# Currencies that take a sign of thousands or millions in front: "900 TSEK", "1.1 mDKK".
_MARKED_IN_FRONT = ("EUR", "USD", "CHF", "SEK", "DKK", "NOK", "ISK")
# Names that hold a scale: "50 LPA" is lakhs of rupees a year, "165 TEUR" thousands of euros.
SCALED = {
    "LPA": Currency("INR", 1e5, "year"),
    **{
        f"{thousand}{code}": Currency(code, 1e3)
        for code in (*_MARKED_IN_FRONT, "GBP")
        for thousand in ("T", "k", "K")
    },
    **{f"{m}{code}": Currency(code, 1e6) for code in _MARKED_IN_FRONT for m in "Mm"},
    **{f"{thousand}€": Currency("EUR", 1e3) for thousand in ("T", "k", "K")},
    "M€": Currency("EUR", 1e6), "m€": Currency("EUR", 1e6),
}  # fmt: skip
_OTHER_NAMES = {**SIGNS, **PREFIXED, **WORDS, "RMB": "CNY", "R": "ZAR"}


def currency_of(name: str) -> Currency:
    """What a sign, code or word means."""
    return SCALED.get(name) or Currency(_OTHER_NAMES.get(name, name))
