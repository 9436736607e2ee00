#!/usr/bin/env python3
"""Writes cron-table.txt: a second, slow opinion on every row, by a walk over all seconds of real time.

A wall time counts when its fields match. In the hour that the clocks repeat it counts once, in the earlier pass, unless
second, minute or hour are an interval (*, - or /). A wall time that the clocks skip counts once at the first moment after
the gap, unless the hour is * or a step of it, which lose nothing."""

import calendar
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
DAYS = "SUN MON TUE WED THU FRI SAT".split()
MACROS = {"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
          "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *"}


def numbers(field, low, high, names=()):
    found = set()
    for item in field.split(","):
        body, _, step = item.partition("/")
        value = lambda t: names.index(t.upper()) + (low if low else 0) if t.upper() in names else int(t)
        if body in ("*", "?"):
            first, last = low, high
        elif "-" in body:
            first, last = map(value, body.split("-"))
        else:
            first = value(body)
            last = high if step else first
        if first > last:
            found |= set(range(first, high + 1, int(step or 1))) | set(range(low, last + 1))
        else:
            found |= set(range(first, last + 1, int(step or 1)))
    return found


def last_day(day):
    return calendar.monthrange(day.year, day.month)[1]


def weekday_nearest(day, wanted):
    wanted = min(wanted, last_day(day))
    at = day.replace(day=wanted)
    if at.weekday() == 5:
        return wanted - 1 if wanted > 1 else wanted + 2
    if at.weekday() == 6:
        return wanted + 1 if wanted < last_day(day) else wanted - 2
    return wanted


def day_of_month(field, day):
    for item in field.split(","):
        if item == "L":
            hit = day.day == last_day(day)
        elif item == "LW":
            hit = day.day == weekday_nearest(day, 31)
        elif item.startswith("L-"):
            hit = day.day == last_day(day) - int(item[2:])
        elif item.endswith("W"):
            hit = int(item[:-1]) <= last_day(day) and day.day == weekday_nearest(day, int(item[:-1]))
        else:
            hit = day.day in numbers(item, 1, 31)
        if hit:
            return True
    return False


def day_of_week(field, day):
    today = day.isoweekday() % 7
    if "#" in field:
        which, nth = field.split("#")
        which = DAYS.index(which.upper()) if which.upper() in DAYS else int(which) % 7
        return today == which and (day.day - 1) // 7 + 1 == int(nth)
    if field.endswith("L"):
        return today == int(field[:-1]) % 7 and day.day + 7 > last_day(day)
    return today in {n % 7 for n in numbers(field, 0, 7 if "*" not in field else 6, DAYS)}


def matcher(text):
    fields = MACROS.get(text, text).split()
    if len(fields) == 5:
        fields = ["0"] + fields
    second, minute, hour, dom, month, dow = fields
    seconds, minutes, hours = numbers(second, 0, 59), numbers(minute, 0, 59), numbers(hour, 0, 23)
    months = numbers(month, 1, 12, MONTHS)
    wild = lambda f: f in ("*", "?")
    days = {}

    def day_counts(day):
        if day.date() not in days:
            a, b = day_of_month(dom, day), day_of_week(dow, day)
            both = a or b if not wild(dom) and not wild(dow) else a and b
            days[day.date()] = both and day.month in months
        return days[day.date()]

    def matches(wall):
        return wall.second in seconds and wall.minute in minutes and wall.hour in hours and day_counts(wall)

    interval = any(c in second + minute + hour for c in "*-/")
    return matches, interval, hour.startswith("*"), len(text.split()) == 6


def slots(text, zone, start, count):
    matches, interval, hourly, fine = matcher(text)
    zone = ZoneInfo(zone)
    step = timedelta(seconds=1 if fine else 60)
    at, found, seen = start, [], set()
    before = at.astimezone(zone).replace(tzinfo=None)
    while len(found) < count:
        at += step
        wall = at.astimezone(zone).replace(tzinfo=None)
        gap = wall - before > step
        hit = matches(wall) and (interval or wall not in seen)
        if gap and not hourly:
            skipped = before + step
            while skipped < wall:
                hit = hit or matches(skipped)
                skipped += step
        if matches(wall):
            seen.add(wall)
        if hit:
            found.append(at)
        before = wall
    return found


def rows():
    spring = {"Europe/Berlin": "2026-03-28T22:00", "America/New_York": "2026-03-08T04:00",
              "Australia/Lord_Howe": "2026-10-03T13:00", "Asia/Kathmandu": "2026-03-28T22:00", "UTC": "2026-03-28T22:00"}
    autumn = {"Europe/Berlin": "2026-10-24T21:00", "America/New_York": "2026-11-01T03:00",
              "Australia/Lord_Howe": "2026-04-04T12:00", "Asia/Kathmandu": "2026-10-24T21:00", "UTC": "2026-10-24T21:00"}
    clock = ["30 2 * * *", "0 2 * * *", "15 2 * * *", "45 1 * * *", "0 3 * * *", "*/15 * * * *", "0 * * * *", "5 * * * *",
             "0 */2 * * *", "0,30 1,2 * * *", "*/20 2 * * *", "30 1-3 * * *", "59 1 * * *", "0 0 * * *", "@hourly",
             "@daily", "30 2 * * 0", "15 30 2 * * *", "*/30 15 2 * * *", "10,40 0 * * * *"]
    for name, when in (("spring", spring), ("autumn", autumn)):
        for zone, start in when.items():
            for text in clock:
                yield text, zone, start, 5
    days = ["0 12 L * *", "0 12 LW * *", "0 12 15W * *", "0 12 1W * *", "0 12 31 * *", "0 12 29 2 *", "0 12 * * 5#2",
            "0 12 * * FRI#5", "0 12 * * 1L", "0 12 13 * 5", "0 12 * * MON-FRI", "0 12 * * 0", "0 12 * * 7",
            "0 12 * jan,Jul *", "0 12 1-31/7 * *", "0 12 L-2 * *", "0 9-17/4 * * 1-5", "@weekly", "@monthly", "@yearly",
            "5/20 6 1 */3 *", "0 22-2 1 * *", "0 12 ? * TUE", "0 12 1,15 * ?"]
    for text in days:
        for zone in ("UTC", "Asia/Kathmandu"):
            yield text, zone, "2026-01-15T00:00", 3


if __name__ == "__main__":
    for text, zone, start, count in rows():
        begin = datetime.fromisoformat(start).replace(tzinfo=timezone.utc)
        times = " ".join(f"{t:%Y-%m-%dT%H:%M:%SZ}" for t in slots(text, zone, begin, count))
        print(f"{text} | {zone} | {start}:00Z | {times}")
        sys.stdout.flush()
