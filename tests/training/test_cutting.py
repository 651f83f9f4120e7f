"""Passages cut to a few sentences: the answer stays where it is marked, or is gone."""

from tests.training.facts import example
from training.cutting import cut
from training.examples import Example

PASSAGE = (
    "The bridge in Graz was opened in 1932 by Anna Berger. It replaced a ferry that had served since 1870. "
    "Graz had asked for it for years. Karl Weber, the first engineer, had studied in Vienna."
)

ASKED = [
    example("Who opened the bridge in Graz?", "Anna Berger", PASSAGE),
    example("Where did the engineer of the bridge study?", "Vienna", PASSAGE),
    example("What did the bridge in Graz replace?", "a ferry", PASSAGE),
]
UNANSWERED = Example("Who opened the bridge in Graz?", PASSAGE, (), "made")


def test_what_answers_is_marked_where_it_stands_in_what_is_left() -> None:
    made = [found for found in cut(ASKED * 30, {}, share=1.0, seed="1") if found.answers]
    assert made
    words = {asked.question: asked.passage[slice(*asked.answers[0])] for asked in ASKED}
    for found in made:
        assert len(found.passage) < len(PASSAGE)
        assert [found.passage[slice(*span)] for span in found.answers] == [words[found.question]]


def test_a_part_is_cut_to_what_does_not_answer() -> None:
    made = [found for found in cut(ASKED * 30, {}, share=1.0, seed="1") if not found.answers]
    assert made
    words = {asked.question: asked.passage[slice(*asked.answers[0])] for asked in ASKED}
    assert all(words[found.question] not in found.passage for found in made)


def test_a_name_of_the_question_becomes_a_pronoun() -> None:
    made = {found.passage for found in cut([UNANSWERED] * 100, {}, share=1.0, seed="1")}
    assert "They had asked for it for years." in made
    assert any("bridge in Graz" in passage for passage in made)


def test_a_single_sentence_is_not_cut_and_a_seed_makes_the_same() -> None:
    one = Example("Who opened the bridge?", "Anna Berger opened it.", ((0, 11),), "made")
    assert cut([one] * 20, {}, share=1.0, seed="1") == []
    assert cut(ASKED, {}, share=1.0, seed="3") == cut(ASKED, {}, share=1.0, seed="3")
