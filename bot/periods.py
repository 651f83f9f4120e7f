"""Stretches of the calendar in words: "September 2022", "24 – 30 October 2022", "2021"."""

from babel.dates import format_date, format_interval, format_skeleton

from retrieval.period import Period


def period_in_words(period: Period, language: str) -> str:
    """The shortest common name of the period in a language: its year, its month, its day, or its first and last day."""
    if period == Period.year(period.first):
        return str(period.first.year)
    if period == Period.month(period.first):
        return format_skeleton("yMMMM", period.first, locale=language)
    if period.first == period.last:
        return format_date(period.first, "long", locale=language)
    return format_interval(period.first, period.last, "yMMMd", locale=language)
