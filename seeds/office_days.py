"""The days of an office: on which it is open, and what falls on which of them. Shared by generators of records."""
import datetime

from district_office import pick
from record_writing import date_text, days


def later(day, count):
    return day + datetime.timedelta(days=count)


def moment(day, hour, minute, second=0):
    return datetime.datetime(day.year, day.month, day.day, hour, minute, second)


def minutes_later(when, count):
    return when + datetime.timedelta(minutes=count)


def mixed(rng, day, styles=("roc", "roc", "roc_dot", "roc_words", "roc_digits", "slash")):
    """A date as whoever kept the list that day wrote it."""
    return date_text(day, pick(rng, styles))


def thousands(number):
    return f"{number:,}"


class OfficeDays:
    """Weekdays without holidays, and working Saturdays; both are lists of (month, day) by year."""

    def __init__(self, closed, extra=None):
        self.closed, self.extra = closed, extra or {}
        self.years = {}

    def is_open(self, day):
        if (day.month, day.day) in self.extra.get(day.year, ()):
            return True
        return day.weekday() < 5 and (day.month, day.day) not in self.closed.get(day.year, ())

    def of(self, year):
        if year not in self.years:
            self.years[year] = [day for day in days(year) if self.is_open(day)]
        return self.years[year]

    def one(self, rng, year, month, first=1, last=31):
        """Some open day of a month."""
        return pick(rng, [day for day in self.of(year) if day.month == month and first <= day.day <= last])

    def any(self, rng, year):
        return self.of(year)[int(rng.random() * len(self.of(year)))]

    def next_open(self, day):
        while not self.is_open(day):
            day = later(day, 1)
        return day

    def after(self, day, count):
        """The open day that lies `count` open days later."""
        for _ in range(count):
            day = self.next_open(later(day, 1))
        return day

    def weeks(self, year):
        """Mondays of the weeks whose Thursday lies in the year."""
        day = datetime.date(year, 1, 4)
        day = later(day, -day.weekday())
        while later(day, 3).year == year:
            yield day
            day = later(day, 7)
