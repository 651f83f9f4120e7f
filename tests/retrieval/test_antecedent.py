import pytest

from retrieval.antecedent import MOST, SHORT, joined, lead_of, paragraph_before
from retrieval.sentences import sentence_spans
from tests.retrieval.paragraphs import paragraphs_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("He said that the talks would go on.", "en"),
        ("\u201cThey are our friends,\u201d he said.", "en"),
        ("Their talks lasted a day.", "en"),
        ("It opened in 1932.", "en"),
        ("Sie trafen sich in Graz.", "de"),
        ("Elle a quitté la salle.", "fr"),
        ("Он уехал рано.", "ru"),
    ],
)
def test_quote_that_begins_with_a_pronoun_needs_the_paragraph_before(text: str, language: str) -> None:
    told = paragraphs_of("The minister spoke.", text, language=language)
    before = paragraph_before(told.passages[1], sentence_spans(text)[0], told)
    assert before == told.passages[0]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that he would go on.", "en"),
        ("It is not clear whether they will meet.", "en"),
        ("It took a day to build.", "en"),
        ("Itaipu is a dam.", "en"),
        ("Il y a deux ponts.", "fr"),
        ("他说他会来。", "zh"),
    ],
)
def test_others_stand_by_themselves(text: str, language: str) -> None:
    told = paragraphs_of("The minister spoke.", text, language=language)
    assert paragraph_before(told.passages[1], sentence_spans(text)[0], told) is None


def test_only_the_first_sentence_of_a_paragraph_reaches_back() -> None:
    text = "The minister spoke. He left early."
    told = paragraphs_of("It rained.", text)
    assert paragraph_before(told.passages[1], sentence_spans(text)[1], told) is None


def test_first_paragraph_has_none_before_it() -> None:
    told = paragraphs_of("He left early.")
    assert paragraph_before(told.passages[0], (0, 14), told) is None


def test_passages_are_read_with_the_title_and_a_short_one_with_the_end_of_the_paragraph_before() -> None:
    told = paragraphs_of("The three met. " * 99, "The trio will meet in Sochi.", "x" * (SHORT + 1))
    assert lead_of(told.passages[0], told) == lead_of(told.passages[2], told) == "A title."
    title, end = lead_of(told.passages[1], told).split(". ", 1)
    assert title == "A title"
    assert 0 < len(end) <= MOST
    assert told.passages[0].text.endswith(end)
    assert lead_of(told.passages[1], told, titled=False) == end
    assert lead_of(told.passages[2], told, titled=False) == ""


def test_a_title_as_long_as_a_paragraph_is_cut_between_words() -> None:
    lead = joined("Storm hits coast " * 99, "", "It rained.")
    assert lead.removesuffix(".").split()[-1] in {"Storm", "hits", "coast"}
    assert len(lead) <= MOST + 1
    assert joined("", "", "It rained.") == ""
