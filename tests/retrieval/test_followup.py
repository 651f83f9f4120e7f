"""What a question that leans on the one before asks, and what becomes of passages then."""

import datetime
from dataclasses import replace

import numpy as np
import pytest

from retrieval.answer import About, Answer, Outcome, Quote
from retrieval.article import Passage, Source, text_hash
from retrieval.context import Context, context_of, context_of_quotes
from retrieval.features import SENTENCE_FEATURES
from retrieval.followup import (
    FollowUp,
    continued,
    follow,
    holds,
    log_odds,
    sure_of,
)
from retrieval.leaning import Lean
from retrieval.ranking import Hit

BRIDGE = Context(
    question="Who designed the Queen Olga bridge in 2011?",
    language="en",
    places=frozenset({("bridge", 3)}),
    told="Kenji Watari",
    title="New bridge over the Drenna",
    passage="The Queen Olga bridge was designed by Kenji Watari.",
)


def passage(article: str, paragraph: int, text: str, title: str = "") -> Passage:
    return Passage(paragraph, Source(article, f"{article}.txt", title), paragraph, 5, text, text_hash(text))


def hit(article: str, paragraph: int, text: str, score: float, title: str = "") -> Hit:
    none = np.zeros(1)
    return Hit(passage(article, paragraph, text, title), score, none, ((0, 4),), none, none[:, None], (), 0.0)


def read(one: Hit, *, relevance: float, cosine: float) -> Hit:
    features = np.array([[cosine if name == "cosine" else 0.0 for name in SENTENCE_FEATURES]])
    return replace(one, relevance=relevance, sentence_features=features, spans=((0, len(one.passage.text)),))


def answer(question: str, *quotes: Quote, about: About | None = None) -> Answer:
    outcome = Outcome.ANSWERED if quotes else Outcome.NOT_FOUND
    return Answer(question, outcome, 0.9, quotes, (), (), {}, about=about)


def understood(text: str, context: Context = BRIDGE) -> FollowUp:
    found = follow(text, context)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("How old is he?", "How old is Kenji Watari?"),
        ("And in 2014?", "Who designed the Queen Olga bridge in 2014?"),
        ("Why?", "Why designed the Queen Olga bridge in 2011?"),
        ("When was that?", "When designed the Queen Olga bridge in 2011?"),
        ("why's that", "why designed the Queen Olga bridge in 2011?"),
        ("How long is it?", "How long is Queen Olga bridge?"),
    ],
)
def test_what_a_question_leaves_out_is_carried_over(question: str, asks: str) -> None:
    assert understood(question).about.question == asks


def test_a_name_takes_the_place_of_the_last_one() -> None:
    context = replace(BRIDGE, question="How many people live in Ostwick?")
    found = understood("What about Marrow?", context)
    assert found.instead
    assert found.about.question == "How many people live in Marrow?"
    assert found.about.words == ("people", "live")


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("And in Marrow?", "How often has Hana Brozova won in Marrow?"),
        ("And Fekete?", "How often has Fekete won in Velmora?"),
    ],
)
def test_a_name_takes_the_place_of_one_that_stands_alike(question: str, asks: str) -> None:
    context = replace(BRIDGE, question="How often has Hana Brozova won in Velmora?")
    assert understood(question, context).about.question == asks


@pytest.mark.parametrize(
    ("question", "asked", "told", "reads"),
    [
        ("Why?", "Who designed the bridge?", "Kenji Watari", "Why Kenji Watari designed the bridge?"),
        ("Why?", "Which country will get the seeds?", "Kenya", "Why Kenya will get the seeds?"),
        ("When?", "How much did the repairs cost?", "two crowns", "When did the repairs cost two crowns?"),
        ("How come?", "When did Ann Lee leave?", "in 1994", "How come did Ann Lee leave in 1994?"),
        ("Why?", "Who designed the bridge?", "a very long row of words that names nobody", ""),
        ("How old is he?", "Who designed the bridge?", "Kenji Watari", ""),
        ("Who else?", "Who designed the bridge?", "Kenji Watari", ""),
    ],
)
def test_a_reader_is_asked_why_of_what_was_told(question: str, asked: str, told: str, reads: str) -> None:
    assert understood(question, replace(BRIDGE, question=asked, told=told)).told == reads


def test_somebody_who_is_asked_about_is_no_place_and_no_number() -> None:
    context = replace(BRIDGE, question="How often has Hana Brozova won in Velmora?", told="210")
    assert understood("How old is she?", context).about.question == "How old is Hana Brozova?"
    assert understood("Is it long?", replace(BRIDGE, question="What is Queen Olga?", told="210")).about.words == (
        "Queen",
        "Olga",
    )


def test_a_noun_after_a_name_is_taken_along_where_the_passage_has_that_very_word() -> None:
    opens = replace(BRIDGE, question="When did Queen Olga open?", passage="Queen Olga opened in 2011.")
    assert understood("How long is it?", opens).about.question == "How long is Queen Olga?"


def test_a_passage_that_tells_a_reason_comes_first_where_one_is_asked_for() -> None:
    texts = {1: "The bridge opened late.", 2: "Its delay was caused by an old barge.", 3: "Cars pay three dollars."}
    hits = [hit("bridge", place, text, 5.0 - place) for place, text in texts.items()]
    hits = [replace(one, spans=((0, len(one.passage.text)),)) for one in hits]
    why = continued(hits, understood("Why?", replace(BRIDGE, places=frozenset({("bridge", 1)}))))
    assert [one.passage.paragraph for one in why] == [2, 1, 3]
    assert [one.reasons[0] is not None for one in why] == [True, False, False]
    assert why[0].sentence_scores[0] > why[1].sentence_scores[0]
    assert not any(one.reasons for one in continued(hits, understood("When?")))


def test_why_is_ranked_by_what_it_carries_over_and_another_question_by_its_own_words() -> None:
    assert understood("Why?").asked("Why?") == "Why designed the Queen Olga bridge in 2011?"
    assert understood("How old is he?").asked("How old is he?") == "How old is he?"


def test_people_go_on_with_what_they_just_read_but_are_told_more_of_somebody_elsewhere() -> None:
    hits = [hit("bridge", 3, "Kenji Watari designed it.", 5.0), hit("bridge", 4, "Watari is 60.", 5.5)]
    assert continued(hits, understood("When?"))[0].passage.paragraph == 3
    assert continued(hits, understood("How old is he?"))[0].passage.paragraph == 4


def test_without_a_question_before_the_title_is_the_topic() -> None:
    found = understood("Why?", replace(BRIDGE, question=""))
    assert "bridge" in found.about.question


def test_a_whole_question_is_taken_as_it_stands_unless_it_was_said_to_be_about_the_answer() -> None:
    whole = "How many people were killed in the clashes in Karabakh?"
    assert follow(whole, BRIDGE) is None
    assert understood(whole, replace(BRIDGE, certain=True)).lean is Lean.SURE


def test_passages_of_the_article_before_are_likelier_by_much_and_those_of_the_topic_by_less() -> None:
    hits = [
        hit("crown", 1, "A crown was found.", 6.0),
        hit("bridge", 1, "The bridge is long.", 1.0),
        hit("road", 1, "A road leads to the Queen Olga bridge.", 3.0),
    ]
    found = continued(hits, understood("How long is it?"))
    assert [h.passage.source.id for h in found] == ["bridge", "road", "crown"]
    carried = understood("Who paid?", replace(BRIDGE, places=frozenset()))
    assert [h.score for h in continued(hits[1:], carried)] == [
        pytest.approx(3.0 + 0.5 * 2 / 3),
        1.0,
    ]


def test_who_else_asks_for_another_passage() -> None:
    hits = [hit("bridge", 3, "Kenji Watari designed it.", 5.0), hit("bridge", 4, "So did Ann Lee.", 4.0)]
    assert continued(hits, understood("Who else?"))[0].passage.paragraph == 4
    assert continued(hits, understood("Why?"))[0].passage.paragraph == 3


@pytest.mark.parametrize("question", ["Anyone else?", "Anybody else?", "Anything else?"])
def test_nobody_in_particular_takes_the_place_of_no_name(question: str) -> None:
    found = understood(question)
    assert not found.instead
    assert found.more
    assert "Queen Olga bridge" in found.about.question


def test_an_answer_from_the_article_before_is_surer_than_its_words_alone_tell() -> None:
    followup = understood("How old is he?")
    near = [read(hit("bridge", 4, "Watari is 60.", 5.0), relevance=10.0, cosine=0.4)]
    assert sure_of(followup, near, 0.2) > 0.5
    assert sure_of(followup, [replace(near[0], relevance=-15.0)], 0.2) < 0.25
    assert sure_of(followup, [read(near[0], relevance=10.0, cosine=-0.1)], 0.2) < 0.5
    assert sure_of(followup, [replace(near[0], relevance=None)], 0.2) > 0.2
    far = [replace(hit("crown", 4, "Edwin is 60.", 5.0), relevance=10.0)]
    assert sure_of(followup, far, 0.2) == 0.2
    assert sure_of(followup, [], 0.0) == 0.0


def test_why_is_surely_answered_by_words_that_tell_a_reason() -> None:
    followup = understood("Why?")
    hits = [
        read(hit("bridge", 3, "It fell because of wind.", 5.0), relevance=2.0, cosine=0.2),
        read(hit("bridge", 3, "Watari designed the bridge.", 5.0), relevance=2.0, cosine=0.2),
    ]
    told, untold = (sure_of(followup, continued([one], followup), 0.2) for one in hits)
    assert told > untold


def test_a_reading_may_be_a_little_less_sure_than_the_words_alone() -> None:
    assert holds(0.5, 0.6)
    assert not holds(0.1, 0.9)
    assert np.isfinite(log_odds(0.0))
    assert np.isfinite(log_odds(1.0))


def test_a_context_is_what_was_understood_and_shown() -> None:
    source = Source("bridge", "b.txt", "A bridge", published=datetime.date(2018, 5, 22), language="en")
    text = "It was designed by Kenji Watari."
    shown = Quote(Passage(7, source, 3, 5, text, text_hash(text)), (0, 32), (19, 31), 1.0)
    about = About("Who designed the bridge?", ("bridge",), "bridge", "A bridge")
    context = context_of(answer("Who designed it?", shown, about=about))
    assert context.question == "Who designed the bridge?"
    assert (context.told, context.article, context.title) == ("Kenji Watari", "bridge", "A bridge")
    assert context_of_quotes([shown]).topic == "A bridge"
    assert context_of(answer("Who was it?")) == Context("Who was it?", "en")


def test_a_follow_up_that_finds_nothing_changes_nothing() -> None:
    about = About("Why the bridge?", ("bridge",), "bridge", "")
    assert context_of(answer("Why?", about=about), replace(BRIDGE, certain=True)) == BRIDGE
    assert context_of(answer("Who says so?"), BRIDGE) == BRIDGE
    whole = answer("When did the Panama Canal open to ships?")
    assert context_of(whole, BRIDGE).question == whole.question
