from hypothesis import given
from hypothesis import strategies as st

from retrieval.terms import STEMMERS, located_terms, terms


def test_words_of_one_stem_are_one_term() -> None:
    assert terms("meeting meets MEET") == ["meet"] * 3


def test_case_accents_and_thousands_separators_do_not_matter() -> None:
    assert terms("Türkiye 6,500") == terms("TURKIYE 6500")


def test_decimal_numbers_stay_whole() -> None:
    assert terms("8,848.86 metres")[0] == "8848.86"


def test_a_word_of_several_is_found_by_each_of_them_and_whole() -> None:
    assert set(terms("JetBlue")) == {*terms("jetblue"), *terms("jet blue")}
    assert {*terms("Wolfgang"), *terms("Schulz")} < set(terms("WolfgangSchulz: see you"))
    assert terms("和LiHua", "zh")[-3:] == ["lihua", "li", "hua"]
    assert {"мак", *terms("Дональд", "ru")} < set(terms("МакДональд", "ru"))
    assert {*terms("Škoda", "cs"), "auto"} < set(terms("ŠkodaAuto", "cs"))


def test_capitals_inside_a_word_that_is_none_of_several_do_not_split_it() -> None:
    for word in ("iPhone", "NATO", "PhD", "OpenAI", "8K"):
        assert len(terms(word)) == 1


def test_an_underscore_is_no_letter() -> None:
    assert terms("20260507_annual_report") == ["20260507", *terms("annual report")]


def test_an_unspaced_script_gives_pairs_of_characters() -> None:
    assert terms("萨克森花园", "zh") == ["萨克", "克森", "森花", "花园"]


def test_latin_words_inside_an_unspaced_script_stay_words() -> None:
    assert "momus" in terms("歌厅Momus和", "zh")


def test_an_unknown_language_is_not_stemmed() -> None:
    assert terms("meetings", "xx") == ["meetings"]


@given(st.text(), st.sampled_from([*STEMMERS, "zh", ""]))
def test_every_term_stands_where_it_says(text: str, language: str) -> None:
    found = located_terms(text, language)
    assert found == sorted(found, key=lambda term: (term.span[0], -term.span[1]))  # a word before its parts
    assert all(0 <= start < end <= len(text) for start, end in (term.span for term in found))
