"""By language, what asks for something of a type that shows in a text, and by what it shows there.

The signs are wide, so that a sentence without any is safely no answer. A newcomer adds a language by a function and a
row in TYPES, and counts the right answers that it refuses (docs/evaluation.md).
"""

from functools import cache

_AUXILIARY = r"(?:is|are|was|were|do|does|did|will|would|can|could|should|has|have|had)"
_CARDINALS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundreds? thousands? millions? "
    "billions? trillions? half"
)
_COUNT_WORDS = (
    "one tens dozens? scores? halves thirds? quarters? an? no none multiple nobody nothing zero twins triplets some "
    "any several few fewer many more most majority all both every each only single sole once twice double triple "
    "pairs? couple trio duo numerous countless first second third fourth fifth sixth seventh eighth ninth tenth "
    "unknown"
)
_TIME_WORDS = (
    "mon(?:days?)? tue(?:s|sdays?)? wed(?:nesdays?)? thu(?:rs|rsdays?)? fri(?:days?)? sat(?:urdays?)? sun(?:days?)? "
    "weekdays? weekends? january february march april may june july august september october november december jan "
    "feb mar apr jun jul aug sept? oct nov dec seconds? minutes? hours? hourly days? daily nights? nightly weeks? "
    "weekly months? monthly years? yearly annual\\w* decades? centur\\w+ millenni\\w+ era eras ages? period "
    "seasons? spring summer autumn fall winter today yesterday tomorrow tonight overnight mornings? afternoons? "
    "evenings? noon midnight midday dawn dusk sunrise sunset holidays? birthdays? moons? halloween renaissance "
    "antiquity under christmas easter whitsun pentecost advent lent ramadan eid diwali passover tides? "
    "fortnight\\w* quarterly after afterwards before during until till since when whenever while once as ago later "
    "latter earlier early lately late recent\\w* present\\w* current\\w* former\\w* previous\\w* now nowadays soon "
    "then upon following by if unless future past point time times always never ever still already yet "
    "immediate\\w* war wars birth death reign"
)
_DURATION_WORDS = (
    "permanent\\w* temporar\\w* forever throughout beginning history long longer short shorter brief\\w* quick\\w* "
    "instant\\w* life lives lifetime generations? terms? indefinite\\w* endless\\w* eternal\\w*"
)
_LENGTH = (
    r"(?:[mck]?m|nm|km²|(?:kilo|centi|milli|nano|micro)?met(?:re|er)s?|mi|miles?|feet|foot|ft|inch(?:es)?|yards?|yd"
    r"|fathoms?|hands?|stor(?:e?y|eys|ies)|floors?|degrees?|light[- ]years?|parsecs?)"
)
_MASS = r"(?:[mk]?g|kilos?|(?:kilo|milli|micro)?grams?|pounds?|lbs?|tons?|tonnes?|t|ounces?|oz|stones?|carats?|solar)"
_MONEY_WORDS = (
    "dollars? cents? pounds? pence euros? yen yuan francs? marks? rupees? roubles? rubles? kron\\w+ crowns? lira "
    "pesos? reais guilders? shillings? florins? livres? ducats? usd gbp eur quarter free nothing money included "
    "charges? price complimentary gratis expensive cheap\\w* priceless fortune lot"
)


def _any(words: str) -> str:
    return rf"\b(?:{'|'.join(words.split())})\b"


_NUMBER = rf"(?:\d|{_any(_CARDINALS)}|{_any(_COUNT_WORDS)})"
_TIME = rf"\d|{_any(_TIME_WORDS)}"
_MONTHS = "January February March April May June July August September October November December".split()
_BEFORE_MONTHLY = "".join(rf"(?<!\b{month} )" for month in _MONTHS)
_BEFORE_YEAR = "".join(rf"(?<!\b{word} )" for word in "in since from until till to by of about and between".split())
_FIGURE = (
    rf"{_BEFORE_MONTHLY}(?<!\d)(?!(?:1\d|20)\d\d\b)\d(?!\d?(?:st|nd|rd|th)? (?:{'|'.join(_MONTHS)}))"
    rf"|{_BEFORE_MONTHLY}{_BEFORE_YEAR}(?<![\d(–-])(?<!, )(?<!– )(?:1\d|20)\d\d\b"
)
"""A figure that is neither a year nor a day of a month: the size of what is asked about may have any unit."""


def _english() -> tuple[tuple[str, str], ...]:
    return (
        (r"\bhow many\b", _NUMBER),
        (r"\b(?:what|which) (?:percentage|percent|proportion|share|fraction) of\b", rf"%|\bper ?cent|{_NUMBER}"),
        (rf"(?:^|[,;] |\b(?:since|until|and|but|from|so) )\W*when {_AUXILIARY}\b", _TIME),
        (rf"\b(?:what|which) (?:year|date|day|month)(?= {_AUXILIARY}\b|\?|$)", _TIME),
        (rf"\bhow long {_AUXILIARY}\b", rf"{_TIME}|{_NUMBER}|{_any(_DURATION_WORDS)}"),
        (
            r"\bhow (?:tall|wide|deep)\b",
            rf"{_FIGURE}|{_NUMBER}.{{0,25}}?\b(?:{_LENGTH}|tall|high|wide|deep|thick|long)\b|\bas \w+ as\b"
            r"|\w-(?:deep|wide|high)\b",
        ),
        (rf"\bhow much {_AUXILIARY} .*\bweigh\b", rf"{_FIGURE}|{_NUMBER}.{{0,20}}?\b{_MASS}\b|\b(?:light|heavy|as)\b"),
        (rf"\bhow much {_AUXILIARY} .*\bcosts?\b", rf"[$£€¥₹]|{_FIGURE}|{_any(_CARDINALS)}|{_any(_MONEY_WORDS)}"),
    )


def _types(
    asked: tuple[str, str, str, str], *, number: str, time: str, lasting: str, money: str, coins: str = "$£€"
) -> tuple[tuple[str, str], ...]:
    """A language's questions of how many, when, how long and at what price, with what answers each."""
    many, when, how_long, cost = asked
    return (
        (many, number),
        (when, time),
        (how_long, rf"{time}|{number}|{_any(lasting)}"),
        (cost, rf"[{coins}]|{number}|{_any(money)}"),
    )


def _german() -> tuple[tuple[str, str], ...]:
    number = r"\d|" + _any(
        "ein\\w* kein\\w* zwei\\w* drei\\w* vier\\w* fünf\\w* sechs\\w* sieb\\w* acht\\w* neun\\w* zehn\\w* elf "
        "zwölf\\w* \\w*zehn \\w*zig \\w*hundert\\w* \\w*tausend\\w* million\\w* milliard\\w* billion\\w* "
        "dutzend\\w* paar halb\\w* hälfte drittel viertel beid\\w* all\\w* jed\\w* einig\\w* mehrer\\w* viel\\w* "
        "wenig\\w* meist\\w* mehr mehrheit niemand nichts null unzählig\\w* zahlreich\\w* erst\\w* dritt\\w* "
        "letzt\\w* doppel\\w* zwilling\\w* nur"
    )
    time = r"\d|" + _any(
        "montag\\w* dienstag\\w* mittwoch\\w* donnerstag\\w* freitag\\w* samstag\\w* sonnabend\\w* sonntag\\w* "
        "werktag\\w* \\w*januar jänner februar märz april mai juni juli august september oktober november "
        "dezember \\w*sekunde\\w* \\w*minute\\w* \\w*stunde\\w* \\w*tag\\w* \\w*nacht\\w* \\w*woche\\w* "
        "\\w*monat\\w* \\w*jahr\\w* jahrzehnt\\w* jahrhundert\\w* \\w*zeit\\w* ära epoche frühling \\w*sommer\\w* "
        "herbst\\w* \\w*winter\\w* heut\\w* gestern morgen\\w* abend\\w* mittag\\w* weihnacht\\w* ferien "
        "\\w*feiertag\\w* unter morgens \\w*ostern pfingst\\w* nach nachdem danach vor bevor zuvor vorher während "
        "bis seit seitdem wenn sobald als damals später früh\\w* spät\\w* kürzlich jetzt derzeit bald dann immer "
        "nie noch schon bereits ehemals ehe falls anfang\\w* ende beginn\\w* mitte \\w*krieg\\w* tod geburt "
        "vierteljährlich"
    )
    return _types(
        (
            r"\bwie ?viele?n?\b(?! (?:kostet|kosten|geld))",
            r"(?:^|, |\b(?:seit|bis|ab|und) )wann\b|\bwelche[mnrs]? (?:jahr|tag|monat|datum)\b",
            r"\bwie lange\b",
            r"\bwas (?:kostet|kosten|kostete)\b|\bwie ?viel kostet\b|\bwie teuer\b",
        ),
        number=number,
        time=time,
        lasting="lang\\w* kurz\\w* ewig\\w* leben\\w* dauer\\w* ständig generation\\w*",
        money="euro cent franken kosten\\w* gratis frei umsonst teuer billig\\w* preis\\w* vermögen geld",
    )


def _spanish() -> tuple[tuple[str, str], ...]:
    number = r"\d|" + _any(
        "un una unos unas uno ningún ninguna ninguno dos tres cuatro cinco seis siete ocho nueve diez once doce "
        "trece catorce quince dieci\\w+ veint\\w* treinta cuarenta cincuenta sesenta setenta ochenta noventa "
        "cien\\w* \\w+cient[oa]s quinient[oa]s mil miles mill[oó]n\\w* billon\\w* docenas? decenas? mitad tercio "
        "cuarto ambos ambas tod[oa]s cada vari[oa]s much[oa]s poc[oa]s mayor[ií]a nadie nada cero primer\\w* "
        "segund\\w* tercer\\w* [uú]ltim\\w* doble par pareja gemel[oa]s sol[oa] numeros[oa]s más algun[oa]s"
    )
    time = r"\d|" + _any(
        "lunes martes mi[eé]rcoles jueves viernes s[aá]bados? domingos? enero febrero marzo abril mayo junio "
        "julio agosto se[p]?tiembre octubre noviembre diciembre segundos? minutos? horas? d[ií]as? noches? "
        "semanas? mes meses años? d[eé]cadas? siglos? era [eé]poca per[ií]odo tiempos? primavera verano otoño "
        "invierno hoy ayer mañana tardes? mediod[ií]a medianoche navidad pascua festivos? vacaciones mañanas "
        "noches bajo despu[eé]s tras antes durante hasta desde cuando mientras luego entonces reciente\\w* "
        "actual\\w* ahora pronto siempre nunca todav[ií]a a[uú]n ya principios? finales mediados inicios? momento "
        "guerra muerte nacimiento vez si al trimestr\\w*"
    )
    return _types(
        (
            r"\bcu[aá]nt[oa]s\b(?! años)",
            r"^\W*cu[aá]ndo\b|\bcuándo\b|\b(?:desde|hasta) cuando\b|\bqué (?:año|día|mes|fecha)\b",
            r"\bcu[aá]nto tiempo\b",
            r"\bcu[aá]nto (?:cuesta|cuestan|costó|costaron|vale)\b",
        ),
        number=number,
        time=time,
        lasting="largo corto breve\\w* siempre vida eterno permanente\\w*",
        money="euros? pesos? gratis gratuit\\w+ libre precio",
    )


def _french() -> tuple[tuple[str, str], ...]:
    number = r"\d|" + _any(
        "une? aucune? deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
        "vingt\\w* trente quarante cinquante soixante\\w* cents? mille milliers? millions? milliards? douzaines? "
        "dizaines? centaines? moitié tiers quart tous toutes chaque plusieurs quelques beaucoup peu plupart "
        "personne rien zéro premi\\w+ deuxième seconde? troisième derni\\w+ double paire couple jume\\w+ seule? "
        "nombreu\\w+ plus"
    )
    time = r"\d|" + _any(
        "lundis? mardis? mercredis? jeudis? vendredis? samedis? dimanches? janvier février mars avril mai juin "
        "juillet août septembre octobre novembre décembre secondes? minutes? heures? jours? journées? nuits? "
        "semaines? mois ans? années? décennies? siècles? ère époque période temps printemps été automne hiver "
        "aujourd hier demain matins? soirs? midi minuit noël pâques fériés? vacances sous pentecôte après avant "
        "pendant durant jusqu depuis quand lorsqu\\w* dès tandis puis ensuite récemment actuel\\w* maintenant "
        "bientôt toujours jamais encore déjà début fin moment guerre mort naissance fois si trimestr\\w*"
    )
    return _types(
        (
            r"\bcombien d(?:e\b(?! temps)|['’])",
            r"(?:^|, |\bdepuis |\bjusqu['’]à )quand\b|\bquelle? (?:année|date|jour|mois)\b",
            r"\bcombien de temps\b",
            r"\bcombien (?:coûte|coûtent|a coûté|vaut)\b",
        ),
        number=number,
        time=time,
        lasting="long\\w* court\\w* bref brève vie éternel\\w* permanen\\w*",
        money="euros? francs? gratuit\\w* libre offerte?s? prix",
    )


def _russian() -> tuple[tuple[str, str], ...]:
    number = r"\d|" + _any(
        "од[ни]\\w* два две дв\\w+ тр[иёе]\\w* четыр\\w* четвер\\w* пят\\w* шест\\w* сем\\w* восем\\w* восьм\\w* "
        "девят\\w* десят\\w* \\w+дцат\\w* сорок\\w* \\w+десят\\w* девяност\\w* сто сот\\w* \\w+сот \\w+ста "
        "тысяч\\w* миллион\\w* миллиард\\w* дюжин\\w* половин\\w* треть четверть оба обе все всех кажд\\w* "
        "нескольк\\w* мног\\w* мало больш\\w* никто ничего нет ноль перв\\w* втор\\w* последн\\w* пар\\w* "
        "близнец\\w* только"
    )
    time = r"\d|" + _any(
        "понедельник\\w* вторник\\w* сред\\w* четверг\\w* пятниц\\w* суббот\\w* воскресен\\w* январ\\w* "
        "феврал\\w* март\\w* апрел\\w* ма[йея] июн\\w* июл\\w* август\\w* сентябр\\w* октябр\\w* ноябр\\w* "
        "декабр\\w* секунд\\w* минут\\w* час\\w* ден\\w* дн\\w+ ноч\\w* недел\\w* месяц\\w* год\\w* лет\\w* "
        "десятилет\\w* век\\w* столети\\w* эр\\w+ эпох\\w* период\\w* врем\\w* весн\\w* осен\\w* зим\\w* сегодня "
        "вчера завтра утр\\w* вечер\\w* полдень полночь рождеств\\w* пасх\\w* праздник\\w* каникул\\w* при после "
        "перед до пока когда если тогда затем потом позже ран\\w* поздн\\w* недавно сейчас теперь скоро всегда "
        "никогда ещё еще уже начал\\w* кон\\w+ момент\\w* войн\\w* смерт\\w* рожден\\w* с"
    )
    return _types(
        (
            r"\bсколько\b(?! (?:времени|стоит|стоят|стоил))",
            r"(?:^|, |\bс |\bдо )когда\b|\bв каком (?:году|месяце)\b|\bкакого числа\b",
            r"\bкак долго\b|\bсколько времени\b",
            r"\bсколько (?:стоит|стоят|стоил\w*)\b",
        ),
        number=number,
        time=time,
        lasting="долг\\w* недолг\\w* постоянн\\w* жизн\\w*",
        money="рубл\\w* бесплатн\\w* даром цен\\w*",
        coins="$£€₽",
    )


TYPES = {"en": _english, "de": _german, "es": _spanish, "fr": _french, "ru": _russian}
"""By language, patterns of questions and of what answers them."""


@cache
def patterns_of(language: str) -> tuple[tuple[str, str], ...]:
    """Patterns of what asks in a language, ISO 639-1, and of what answers there; none for one without a row."""
    return TYPES[language]() if language in TYPES else ()
