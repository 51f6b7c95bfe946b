"""A first guess at what a newly named entity is, which the analyst sees and can change."""

import re

from annotator.model.entity import folded

# States and territories by the short names that English news uses; the facts are those of UN M49.
_STATES = """Afghanistan|Albania|Algeria|Andorra|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahamas|Bahrain
|Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bhutan|Bolivia|Bosnia and Herzegovina|Botswana|Brazil|Britain|Brunei
|Bulgaria|Burkina Faso|Burundi|Cambodia|Cameroon|Canada|Cape Verde|Chad|Chile|China|Colombia|Comoros|Congo|Costa Rica
|Croatia|Cuba|Cyprus|Czechia|Czech Republic|Denmark|Djibouti|Dominica|Dominican Republic|East Timor|Ecuador|Egypt
|El Salvador|England|Eritrea|Estonia|Eswatini|Ethiopia|Fiji|Finland|France|Gabon|Gambia|Georgia|Germany|Ghana|Greece
|Grenada|Guatemala|Guinea|Guyana|Haiti|Honduras|Hong Kong|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy
|Ivory Coast|Jamaica|Japan|Jordan|Kazakhstan|Kenya|Kiribati|Kosovo|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|Lesotho|Liberia
|Libya|Liechtenstein|Lithuania|Luxembourg|Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|Mauritania|Mauritius|Mexico
|Micronesia|Moldova|Monaco|Mongolia|Montenegro|Morocco|Mozambique|Myanmar|Namibia|Nauru|Nepal|Netherlands|New Zealand
|Nicaragua|Niger|Nigeria|North Korea|North Macedonia|Norway|Oman|Pakistan|Palau|Palestine|Panama|Papua New Guinea|Paraguay
|Peru|Philippines|Poland|Portugal|Qatar|Romania|Russia|Rwanda|Samoa|San Marino|Saudi Arabia|Scotland|Senegal|Serbia
|Seychelles|Sierra Leone|Singapore|Slovakia|Slovenia|Solomon Islands|Somalia|South Africa|South Korea|South Sudan|Spain
|Sri Lanka|Sudan|Suriname|Sweden|Switzerland|Syria|Taiwan|Tajikistan|Tanzania|Thailand|Togo|Tonga|Trinidad and Tobago
|Tunisia|Turkey|Türkiye|Turkmenistan|Tuvalu|U.A.E.|U.K.|U.S.|UAE|Uganda|UK|Ukraine|United Arab Emirates|United Kingdom
|United States|Uruguay|US|USA|Uzbekistan|Vanuatu|Vatican|Venezuela|Vietnam|Wales|Yemen|Zambia|Zimbabwe"""
_IGOS = """African Union|Arab League|ASEAN|AUKUS|BRICS|EU|European Commission|European Union|G7|G20|IAEA|IMF|Mercosur|NATO|OECD
|OPEC|OSCE|Quad|SCO|U.N.|UN|UNESCO|UNHCR|United Nations|WHO|World Bank|WTO"""
_ORGANIZATION = re.compile(
    r"\b(?:agency|airlines|army|association|authority|bank|bureau|cabinet|club|coast guard|committee|company|corp|council"
    r"|court|department|foundation|government|group|holdings|inc|industries|institute|ltd|ministry|navy|office|parliament"
    r"|party|plc|police|senate|systems|union|university)\b\.?",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b(?:bay|island|islands|mountains|ocean|peninsula|region|river|sea|strait)\b", re.IGNORECASE)
_GROUP = re.compile(
    r"^(?:the )?(?:\w+ )*(?:ministers|leaders|officials|countries|nations|allies|partners|analysts|critics)$"
)
_PERSON = re.compile(r"(?:[^\W\d_]+\.? )+[^\W\d_]+(?:[-’'][^\W\d_]+)?$")


def _set(names: str) -> frozenset[str]:
    return frozenset(folded(name) for name in names.split("|"))


_STATE_NAMES, _IGO_NAMES = _set(_STATES), _set(_IGOS)


def guess_entity_type(name: str) -> str:
    """Give the likeliest entity type of a name, "other" when nothing speaks for one."""
    bare = folded(name).removeprefix("the ")
    if bare in _STATE_NAMES:
        return "state"
    if bare in _IGO_NAMES:
        return "igo"
    if _GROUP.match(folded(name)):
        return "group"
    if _ORGANIZATION.search(name):
        return "organization"
    if _PLACE.search(name):
        return "place"
    return "person" if _PERSON.match(name) and name.istitle() else "other"
