from retrieval.coefficients import load_coefficients
from retrieval.library import Candidates
from retrieval.question import analyse
from retrieval.ranking import Hit, rank
from tests.retrieval.candidates import candidates, vector_of

TEXTS = [
    "Rain fell all day.",
    "The committee met. The bridge over the Mur was opened in 1932 by the mayor.",
    "A bridge is a structure.",
]
QUESTION = "When was the bridge over the Mur opened?"


def ranked(question: str = QUESTION, given: Candidates | None = None) -> list[Hit]:
    found = candidates(TEXTS, question=question) if given is None else given
    return rank(analyse(question), vector_of(question), found, load_coefficients())


def test_the_passage_that_says_it_comes_first_with_its_sentence() -> None:
    first = ranked()[0]
    assert first.passage.text == TEXTS[1]
    assert first.passage.text[slice(*first.sentence)] == "The bridge over the Mur was opened in 1932 by the mayor."


def test_hits_fall_in_score_and_lose_nobody() -> None:
    hits = ranked()
    assert {hit.passage.text for hit in hits} == set(TEXTS)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_what_a_passage_lacks_is_named() -> None:
    by_text = {hit.passage.text: hit for hit in ranked()}
    assert by_text[TEXTS[1]].missing == ()
    assert by_text[TEXTS[1]].heaviest_missing == 0.0
    assert set(by_text[TEXTS[2]].missing) == {"mur", "open", "over"}
    assert 0 < by_text[TEXTS[2]].heaviest_missing < 1


def test_nothing_is_ranked_where_nothing_was_found_or_asked() -> None:
    assert ranked(given=Candidates((), 0, 0.0, {})) == []
    assert ranked(question="??") == []
