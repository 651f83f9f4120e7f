"""The words by which a question leans on the one before it, in the bot's six languages. A language is a table here."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class LeaningWords:
    """One language's words, lower case."""

    openings: re.Pattern[str]  # at the start: "and", "what about"
    people: frozenset[str]  # that stand for somebody: "he"
    things: frozenset[str]  # for something, or for all that was said: "it", "that"
    places: frozenset[str]  # "there"
    times: frozenset[str]  # "then"
    more: frozenset[str]  # that ask for another answer: "else"
    asking: frozenset[str]  # that ask, or only carry the asking: they begin a question and name nothing
    linking: frozenset[str]  # between a question's words, without a meaning that could be looked up
    plain: frozenset[str]  # all of these: words that name nothing


def _table(
    openings: str, *, people: str, things: str, places: str, times: str, more: str, asking: str, linking: str
) -> LeaningWords:
    told = {
        "people": people,
        "things": things,
        "places": places,
        "times": times,
        "more": more,
        "asking": asking,
        "linking": linking,
    }
    sets = {name: frozenset(words.split()) for name, words in told.items()}
    opening = re.compile(rf"^\W*(?:{openings})(?!\w)\W*", re.IGNORECASE)
    return LeaningWords(opening, **sets, plain=frozenset().union(*sets.values()))


WORDS = {
    "en": _table(
        r"(?:(?:and|but|so|ok|okay|then|or)\b\W*)*(?:what|how) about|(?:and|but|so|or|ok|okay)(?: then)?",
        people="he she him her his hers they them their theirs himself herself themselves",
        things="it its this that these those itself",
        places="there here",
        times="then",
        more="else other others another more also too instead besides further",
        asking="who whom whose what which when where why how many much long old far often did do does is are was were"
        " has have had can could will would should be been exactly happened happen come say says said",
        linking="the a an of in on at to for by with from and or as about into between since until during than per"
        " one ones not s t d m re ve ll",
    ),
    "de": _table(
        r"(?:(?:und|aber)\b\W*)*(?:was|wie) (?:ist|war|sieht es|steht es)(?: \w+)? mit|und|aber|oder",
        people="er sie ihn ihm ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner ihnen dessen deren",
        things="es das dies dieses diese dieser diesem diesen davon dafür dazu damit darüber dabei dagegen",
        places="dort da dorthin hier",
        times="damals dann danach davor",
        more="sonst noch andere anderen anderer anderes weitere weiteren auch mehr stattdessen außerdem",
        asking="wer wen wem wessen was welche welcher welches welchem welchen wann wo wohin woher warum weshalb wieso"
        " wie viele viel lange alt oft genau ist sind war waren hat haben wurde wurden hatte wird werden kam passierte",
        linking="der die den dem des ein eine einen einem einer in im an am auf zu zum zur von vom mit für und oder"
        " bei aus nicht",
    ),
    "es": _table(
        r"(?:(?:y|pero|o)\b\W*)*(?:qué (?:hay|pasa|tal)(?: con| de)?)|(?:y|e|pero|o)",
        people="él ella ellos ellas le les lo la su sus suyo suya",
        things="eso esto ello aquello esa ese esos esas este esta estos estas",
        places="allí allá ahí aquí",
        times="entonces",
        more="más otro otra otros otras también además otra vez",
        asking="quién quiénes qué cuál cuáles cuándo dónde adónde por cómo cuánto cuánta cuántos cuántas es fue son"
        " eran era ha han hay había está estaba ocurrió pasó exactamente tiempo años",
        linking="el la los las un una de del en a al que se con para por y o",
    ),
    "fr": _table(
        r"(?:(?:et|mais|ou)\b\W*)*(?:qu['’]en est-il (?:de|du|des|d['’]))|(?:et|mais|ou)",
        people="il elle ils elles lui leur leurs son sa ses eux",
        things="ça cela ceci ce cet cette ces celui celle ceux celles",
        places="y là ici",
        times="alors",
        more="encore autre autres plus aussi sinon davantage",
        asking="qui que quoi quel quelle quels quelles quand où pourquoi comment combien est-ce est sont était étaient"
        " a ont avait fut temps ans qu t âge exactement",
        linking="le la les l un une de du des d en à au aux dans par pour avec et ou s se n c j m jusqu depuis pendant",
    ),
    "ru": _table(
        r"(?:а|и|но|или)(?: (?:как|что) (?:насчет|насчёт|с|со|же))?(?: же)?|(?:как|что) (?:насчет|насчёт)",
        people="он она они его её ее ему ей им ими их него неё нее нему ней ним них ним",
        things="это этого этом этому этим оно эти этих тот та то те этот эта",
        places="там туда оттуда здесь тут",
        times="тогда",
        more="ещё еще другой другая другие других другое также тоже кроме больше",
        asking="кто кого кому кем ком что чего чем чему какой какая какое какие каком какую каких когда где куда"
        " откуда почему зачем как сколько долго лет времени был была было были ли произошло случилось именно стало",
        linking="в во на и с со по из о об у к от до за для под при не",
    ),
    "tr": _table(
        r"(?:peki|ya|ve|ama)(?: ya| peki)?",
        people="o onu ona onun onlar onları onlara onların kendisi",
        things="bu bunu buna bunun bunlar şu şunu",
        places="orada oraya oradan burada",
        times="",
        more="başka diğer diğerleri daha ayrıca dahası",
        asking="kim kimi kime kimin kimler kimdir ne neyi neye nedir hangi hangisi zaman nerede nereye nereden neden"
        " niçin niye nasıl kaç kadar mı mi mu mü oldu var yok idi tam yılda yıl yaşında tane kişi",
        linking="ve ile için bir de da ki en",
    ),
}
SMALL_TALK = frozenset(
    (
        "hi hello hey thanks thank thx bye goodbye ok okay nice great cool good morning evening night afternoon"
        " welcome"
        " sorry please yes no yeah nope lol haha wow hmm right fine perfect super much very"
        " hallo servus moin guten tag morgen abend nacht danke dankeschön schön bitte tschüss ciao ja nein gut toll"
        " prima vielen dank hola buenos buenas días dias tardes noches gracias muchas adiós adios vale bien genial sí"
        " perfecto"
        " bonjour bonsoir salut merci beaucoup au revoir oui non bien d'accord parfait"
        " привет здравствуйте здравствуй добрый день вечер утро доброе спасибо большое пока хорошо ладно да нет отлично"
        " merhaba selam teşekkürler teşekkür ederim sağ ol günaydın iyi geceler akşamlar günler güle tamam evet hayır"
    ).split()
)
"""What is said without anything being asked, in all six languages."""
YOU = frozenset("you your du dein deine dich tú tu usted toi vous votre ты вы тебя вас sen siz kimsin".split())
"""Who is asked: what is asked of them is not about what was told before."""
