import pytest

from retrieval.answer_types import lacks_type, wants_type

LACKING = [
    ("How many people died?", "The storm came from the sea and tore roofs from the houses."),
    ("When was the bridge built?", "The bridge is the work of Ole Berg, an engineer from Pell."),
    ("In what year did it open?", "Ole Berg opened the bridge with a speech to the town."),
    ("How long does the ferry take?", "The ferry goes to Orm Island and to Pell."),
    ("How tall was Ole Berg?", "Ole Berg was born on 3 May 1931 in Pell."),
    ("How tall was Ole Berg?", "Ole Berg (May 3, 1931 – June 12, 2001) was an engineer."),
    ("How wide is the bridge?", "The bridge will be closed for eight months."),
    ("How much does the battery weigh?", "The battery lasts for two days."),
    ("How much does a ticket cost?", "Tickets are sold by the driver and in the shop."),
    ("What percentage of voters agreed?", "The vote was counted at the town hall."),
]
TELLING = [
    ("How many people died?", "No one was hurt."),
    ("How many people died?", "Dozens drowned in the harbour."),
    ("When was the bridge built?", "Ole Berg built it before the war."),
    ("When does it open?", "It opens at 9."),
    ("How long does the ferry take?", "It takes an hour to Orm Island."),
    ("How long is the bridge?", "The bridge is 212 metres long."),
    ("How tall was Ole Berg?", "Berg, at 6'4\", was the tallest man in Pell."),
    ("How high is the tower?", "The tower has nine storeys."),
    ("How much does the battery weigh?", "The battery is 2.9 kg."),
    ("How much does a ticket cost?", "Children travel free."),
    ("How much does a ticket cost?", "A ticket is 50p."),
    ("How high is the fine for a fire?", "The fine for a fire is £1,000."),
    ("How high was the fever?", "It was 39.5 °C."),
    ("How tall is the cross?", "The cross is as tall as a house."),
    ("How much does a permit cost?", "A permit costs 90 CHF."),
    ("How much do children's permits cost?", "Children's permits are half price."),
    ("How much does parking cost?", "Parking is complimentary."),
    ("How much does entry cost?", "Entry is without charge."),
    ("When do the stalls open?", "The stalls open at high tide."),
    ("When is the organ tuned?", "It is tuned quarterly."),
    ("When are the bins emptied?", "The bins are emptied fortnightly."),
    ("How many children did she have?", "She gave birth to twins."),
    ("How many times did she win?", "It was her sixth victory."),
    ("How long is the chronicle?", "The chronicle has four hundred pages."),
    ("How much does a permit cost?", "A permit costs 1500 zl."),
    ("How much does the engine weigh?", "It weighs 1500 kilogrammes."),
    ("How wide is the wall?", "The wall is two bricks thick."),
    ("How deep is the ford?", "The ford is knee-deep."),
    ("How high is the risk of fire?", "The risk is moderate."),
    ("When is the mill closed?", "The mill is closed on public holidays."),
    ("When does the choir meet?", "The choir meets in the evenings."),
    ("Which day trips are offered?", "There are tours to Pell and to the mill."),
    ("When cows are ill, who is called?", "The vet is called."),  # asks for somebody
    ("Who built the bridge?", "The bridge is the work of Ole Berg."),
    ("Remember when was the time?", "Nothing certain is wanted here."),
]


@pytest.mark.parametrize(("question", "sentence"), LACKING)
def test_a_sentence_without_what_is_asked_for_lacks_it(question: str, sentence: str) -> None:
    assert wants_type(question, "en")
    assert lacks_type(question, sentence, "en")


@pytest.mark.parametrize(("question", "sentence"), TELLING)
def test_a_sentence_that_may_tell_lacks_nothing(question: str, sentence: str) -> None:
    assert not lacks_type(question, sentence, "en")


@pytest.mark.parametrize(
    ("language", "question", "lacking", "telling"),
    [
        ("de", "Wie viele Menschen starben?", "Der Sturm deckte Häuser ab.", "Zwölf Menschen starben."),
        ("de", "Wann wurde die Brücke gebaut?", "Die Brücke ist das Werk von Ole Berg.", "Sie entstand im Vorjahr."),
        ("de", "Was kostet die Karte?", "Die Karte gibt es im Laden.", "Die Karte ist kostenlos."),
        ("de", "Wie lange dauert die Fahrt?", "Die Fähre bringt Gäste zur Insel.", "Eine Stunde."),
        ("es", "¿Cuántas personas murieron?", "El viento dañó casas.", "Murieron doce personas."),
        ("es", "cuando se construyo el puente", "El puente es obra de Ole Berg.", "Lo construyeron en 1931."),
        ("es", "¿Cuánto cuesta la entrada?", "La entrada se compra en el bar.", "La entrada es gratuita."),
        ("fr", "Combien de personnes sont mortes ?", "Le vent a cassé des toits.", "Douze personnes sont mortes."),
        ("fr", "Quand le pont a-t-il été construit ?", "Le pont porte le nom de Berg.", "Avant la guerre."),
        ("ru", "Сколько человек погибло?", "Ветер сорвал крыши.", "Погибли двенадцать человек."),
        ("ru", "Когда построили мост?", "Мост построил Берг.", "Его построили до войны."),
    ],
)
def test_other_languages_have_signs_of_their_own(language: str, question: str, lacking: str, telling: str) -> None:
    assert lacks_type(question, lacking, language)
    assert not lacks_type(question, telling, language)


def test_a_language_without_signs_wants_nothing() -> None:
    assert not wants_type("Milyen magas a torony?", "hu")
