"""The time that a question asks about."""

import datetime

import pytest

from retrieval.dates import asked_time
from retrieval.period import Period

TODAY = datetime.date(2022, 11, 16)  # a Wednesday


@pytest.mark.parametrize(
    ("question", "language", "first", "last"),
    [
        ("What did Putin say in September 2022?", "en", "2022-09-01", "2022-09-30"),
        ("Who won the vote in 2020?", "en", "2020-01-01", "2020-12-31"),
        ("What has changed since March 2021?", "en", "2021-03-01", "2022-11-16"),
        ("What happened between March and May 2021?", "en", "2021-03-01", "2021-05-31"),
        ("What was signed between 2014 and 2016?", "en", "2014-01-01", "2016-12-31"),
        ("What happened on 5 October?", "en", "2022-10-05", "2022-10-05"),
        ("What happened on December 5th?", "en", "2021-12-05", "2021-12-05"),
        ("What happened on October 5, 2019?", "en", "2019-10-05", "2019-10-05"),
        ("What was said on 2019-10-05?", "en", "2019-10-05", "2019-10-05"),
        ("What did they agree on 20191005_13:00?", "en", "2019-10-05", "2019-10-05"),
        ("What was said on 2019-10-05T13:00?", "en", "2019-10-05", "2019-10-05"),
        ("Was geschah am 2019-10-05?", "de", "2019-10-05", "2019-10-05"),
        ("What did release 20240101 do in September 2022?", "en", "2022-09-01", "2022-09-30"),
        ("What was said on 2019-10-05, and yesterday?", "en", "2022-11-15", "2022-11-15"),
        ("How many were killed last month?", "en", "2022-10-01", "2022-10-31"),
        ("Who resigned yesterday?", "en", "2022-11-15", "2022-11-15"),
        ("Was geschah im vergangenen Monat?", "de", "2022-10-01", "2022-10-31"),
        ("Qui a gagné l'année dernière ?", "fr", "2021-01-01", "2021-12-31"),
        ("¿Qué pasó la semana pasada?", "es", "2022-11-07", "2022-11-13"),
        ("Что случилось в прошлом году?", "ru", "2021-01-01", "2021-12-31"),
        ("Geçen ay ne oldu?", "tr", "2022-10-01", "2022-10-31"),
        ("in september 2022, who resigned", "en", "2022-09-01", "2022-09-30"),
        ("What did inflation in June do?", "en", "2022-06-01", "2022-06-30"),
        ("Who resigned in December?", "en", "2021-12-01", "2021-12-31"),
        ("Who ruled before 1800?", "en", "0001-01-01", "1799-12-31"),
        ("Was geschah zwischen März 2014 und Mai 2016?", "de", "2014-03-01", "2016-05-31"),
        ("Wer trat am 5. Oktober 2019 zurück?", "de", "2019-10-05", "2019-10-05"),
        ("¿Qué cambió desde 2020?", "es", "2020-01-01", "2022-11-16"),
        ("¿Quién ganó en septiembre de 2022?", "es", "2022-09-01", "2022-09-30"),
        ("Qui a signé le 1er mai ?", "fr", "2022-05-01", "2022-05-01"),
        ("Qui a signé au mois d'août 2021 ?", "fr", "2021-08-01", "2021-08-31"),
        ("Кто подал в отставку в сентябре 2021 года?", "ru", "2021-09-01", "2021-09-30"),
        ("Что изменилось с 2020 года?", "ru", "2020-01-01", "2022-11-16"),
        ("Eylül 2021'de kim istifa etti?", "tr", "2021-09-01", "2021-09-30"),
        ("2020'den beri ne değişti?", "tr", "2020-01-01", "2022-11-16"),
    ],
)
def test_an_explicit_time_becomes_a_period(question: str, language: str, first: str, last: str) -> None:
    asked = asked_time(question, language, TODAY)
    assert asked is not None
    assert asked.period is not None
    assert (asked.period.first.isoformat(), asked.period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the 2022 World Cup?",
        "Who directed Blade Runner 2049?",
        "What did they trade before the war?",
        "How many soldiers served in 2022 Infantry Division?",
        "What happened on 31 June?",
        "What happened on 2019-06-31?",
        "What has changed since 2019-10-05?",
        "Who has the number 20191005-7?",
        "What does error 20191231 mean?",
        "Who paid a part of 20191005.50 dollars?",
        "Que s'est-il passé depuis le 2019-10-05 ?",
        "What happened on 2019-10-05 or on 2019-10-07?",
        "How many people may march to Rome?",
        "Who won between the wars?",
        "Where will the leaders meet?",
        "",
    ],
)
def test_what_names_no_certain_time_has_none(question: str) -> None:
    assert asked_time(question, "en", TODAY) is None


def test_relative_words_count_from_the_day_that_the_question_names() -> None:
    asked = asked_time("As of 20 May 2021, how many were killed last month?", "en", TODAY)
    assert asked is not None
    assert asked.period == Period.month(datetime.date(2021, 4, 1))


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What is the latest on the talks?", "en"),
        ("Wie hoch ist die Quote aktuell?", "de"),
        ("¿Qué dicen las últimas noticias?", "es"),
        ("Quel est le taux actuel ?", "fr"),
        ("Что пишут в последних новостях?", "ru"),
        ("En son nerede buluştular?", "tr"),
    ],
)
def test_the_newest_may_be_asked_for(question: str, language: str) -> None:
    asked = asked_time(question, language, TODAY)
    assert asked is not None
    assert asked.period is None


def test_the_words_that_name_the_time_are_told() -> None:
    question = "Who won in 2020, and why?"
    asked = asked_time(question, "en", TODAY)
    assert asked is not None
    assert question[slice(*asked.span)] == "in 2020"
