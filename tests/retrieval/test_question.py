import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question import MOST_TERMS, Kind, analyse, question_language


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Who is the president of Azerbaijan?", Kind.PERSON),
        ("When did the war begin?", Kind.TIME),
        ("In what year was it built?", Kind.TIME),
        ("Where will they meet?", Kind.PLACE),
        ("In which city did they meet?", Kind.PLACE),
        ("How many troops died?", Kind.NUMBER),
        ("how long did the war last", Kind.DURATION),
        ("Why did Yerevan cede territory?", Kind.REASON),
        ("What did Macron say?", Kind.THING),
        ("Will Putin talk to both?", Kind.POLAR),
    ],
)
def test_the_kind_follows_from_the_asking_words(text: str, kind: Kind) -> None:
    assert analyse(text).kind is kind


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("Where will they meet?", "Where will they meet?"),
        ("Leaders gather this week. Where will they meet?", "Where will they meet?"),
        ("Where will they meet? The summit was planned for years.", "Where will they meet?"),
        ("The bridge fell in 2007. Why?", "The bridge fell in 2007. Why?"),
        ("Tell me about Mr. Smith", "Tell me about Mr. Smith"),
        ("They meet. I wonder where", "They meet. I wonder where"),
        ("今年の会議。どこで開かれますか？", "どこで開かれますか？"),
    ],
)
def test_what_asks_is_a_sentence_among_others(text: str, core: str) -> None:
    assert analyse(text).core == core


def test_the_kind_is_that_of_the_sentence_that_asks() -> None:
    assert analyse("Police say when it began. Where was the event?").kind is Kind.PLACE


def test_other_languages_have_their_own_asking_words() -> None:
    assert analyse("Wann wurde das Tor gebaut?", "de").kind is Kind.TIME
    assert analyse("Was hat die neue Bahn gekostet?", "de").kind is Kind.NUMBER
    assert analyse("¿Cuántas personas murieron?", "es").kind is Kind.NUMBER


def test_words_that_only_ask_are_no_terms() -> None:
    assert analyse("Where will the leaders meet?").terms == ("leader", "meet")


def test_a_question_of_asking_words_alone_keeps_them() -> None:
    assert analyse("Who is it?").terms


def test_names_and_numbers_are_told_apart() -> None:
    question = analyse("How many troops died when Armenia fought in 2020?")
    assert question.names == ("armenia",)
    assert question.numbers == ("2020",)


@given(st.text(max_size=5000))
def test_any_text_can_be_asked(text: str) -> None:
    question = analyse(text)
    assert len(question.terms) <= MOST_TERMS
    assert len(set(question.terms)) == len(question.terms)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where will the leaders meet?", "en"),
        ("capital france", "en"),
        ("Wer schuf die Quadriga?", "de"),
        ("¿Dónde se encontraba el teatro?", "es"),
        ("Qui a construit la tour ?", "fr"),
        ("Где встретятся лидеры?", "ru"),
        ("Varşova'nın ilk kabaresi nedir?", "tr"),
        ("أين كان يقع المسرح الصيفي؟", "ar"),
        ("夏季剧院 Ogród Saski 在哪里？", "zh"),
        ("", "en"),
    ],
)
def test_the_language_follows_from_script_and_asking_words(text: str, language: str) -> None:
    assert question_language(text) == language


def test_terms_are_kept_as_they_were_written() -> None:
    question = analyse("How many Troops died, and which troops?")
    assert dict(zip(question.terms, question.words, strict=True))["troop"] == "Troops"
    assert len(question.words) == len(question.terms)


def test_a_word_of_several_is_told_once_and_is_lacked_where_neither_it_nor_all_its_parts_stand() -> None:
    question = analyse("Did JetBlue fly to Boston?")
    whole, jet, blue, boston = (analyse(word).terms[0] for word in ("jetblue", "jet", "blue", "boston"))
    assert list(question.written.values()) == ["JetBlue", "fly", "Boston"]
    assert list(question.lacked({whole, jet, blue, boston}).values()) == ["JetBlue", "Boston"]
    assert list(question.lacked({whole, jet}).values()) == ["JetBlue"]
    assert question.lacked({whole}) == {}
    assert question.lacked({jet, blue}) == {}


def test_the_parts_of_a_first_word_are_no_names_and_those_that_only_ask_no_terms() -> None:
    assert analyse("JetBlue flies to Boston?").names == analyse("What flies to Boston?").names
    assert "the" not in analyse("Who writes for TheVerge?").terms


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("cuantos relojes tiene la coleccion", Kind.NUMBER),
        ("cuando se inauguro el museo", Kind.TIME),
        ("quien dirige el museo", Kind.PERSON),
    ],
)
def test_spanish_is_understood_without_its_accents(question: str, kind: Kind) -> None:
    assert question_language(question) == "es"
    assert analyse(question, "es").kind is kind
    assert not set(analyse(question, "es").words) & {"cuantos", "cuando", "quien"}


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Can I take my car to Hest?", ("hest",)),
        ("When did World War I end?", ("world", "war", "i")),
        ("Could you please tell me when Hest was built?", ("hest",)),
    ],
)
def test_who_asks_and_how_politely_is_not_looked_for(question: str, names: tuple[str, ...]) -> None:
    found = analyse(question)
    assert found.names == names
    assert not set(found.words) & {"Can", "my", "please", "tell", "me", "you"}
