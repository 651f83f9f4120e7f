import pytest

from retrieval.reading.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The talks will be held in the Black Sea resort of Sochi on Monday, the Kremlin said in a statement.", "en"),
        (
            "Die Gespräche werden am Montag im Badeort Sotschi am Schwarzen Meer stattfinden, teilte der Kreml mit.",
            "de",
        ),
        ("Переговоры пройдут в понедельник в черноморском курорте Сочи, сообщил Кремль.", "ru"),
        ("上海图书馆东馆于28日正式向公众开放，总建筑面积约11.5万平方米，是国内单体建筑面积最大的图书馆之一。", "zh"),
    ],
)
def test_the_language_of_a_paragraph_is_told(text: str, language: str) -> None:
    assert detect_language((text,)) == language


@pytest.mark.parametrize("paragraphs", [(), ("",), ("OK",), ("12 34 56",), ("Kyle Busch 5040",)])
def test_too_few_words_tell_no_language(paragraphs: tuple[str, ...]) -> None:
    assert detect_language(paragraphs) == ""
