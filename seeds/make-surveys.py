"""Writes the sample questionnaires in seeds/surveys. Seeded: running it again gives the same bytes.

`counter-service.csv` is the counter questionnaire of a made-up district office: villages (里) were drawn
within three service areas, and visitors from a drawn village were asked. `counter-service-years.csv` has the
same villages in two years, with other visitors each year. The files `office-…` are those of
`district_office.py`. Nobody in them exists.

`make-surveys.py FOLDER` writes there instead.
"""
import csv
import pathlib
import random
import sys

import district_office

HERE = pathlib.Path(__file__).resolve().parent / "surveys"
AREAS = {"東區": (9, 4), "中區": (12, 5), "西區": (7, 3)}  # villages there, villages drawn
VILLAGES = "仁愛 義民 禮東 智慧 信安 忠孝 和平 博愛 中興 大同 永樂 新生".split()
ITEMS = ["洽公環境", "服務禮儀", "服務專業性", "服務措施"]
SCALE = ["非常不滿意", "不滿意", "普通", "滿意", "非常滿意"]


def answer(rng, mood):
    """A rating of 1–5 around a respondent's mood, or 9 for no opinion."""
    if rng.random() < 0.04:
        return 9
    return min(5, max(1, round(rng.gauss(mood, 0.8))))


def counter_service(rng):
    rows = []
    number = 0
    villages = iter(VILLAGES)
    for area, (total, drawn) in AREAS.items():
        for _ in range(drawn):
            village = next(villages) + "里"
            village_mood = rng.gauss(3.9, 0.25)
            for _ in range(rng.randrange(24, 45)):
                number += 1
                last_year = rng.gauss(village_mood - 0.12, 0.5)
                mood = last_year + rng.gauss(0.12, 0.2)
                overall = answer(rng, mood)
                rows.append(
                    [number, area, village, total, f"{total / drawn * rng.choice([8, 9, 10, 11.5]):.3f}",
                     rng.choice(["女", "男"]), rng.choice(["20-39歲", "40-59歲", "60歲以上"]),
                     rng.choice(["臨櫃", "臨櫃", "電話", "網路"])]
                    + [answer(rng, mood + shift) for shift in (-0.1, 0.25, 0.1, -0.2)]
                    + ["" if overall == 9 else SCALE[overall - 1], answer(rng, last_year), overall])
    header = ["編號", "服務區", "里", "區內里數", "權數", "性別", "年齡", "管道"] + ITEMS
    return header + ["整體滿意度", "整體_102", "整體_103"], rows


def counter_service_years(rng):
    rows = []
    villages = iter(VILLAGES)
    for area, (total, drawn) in AREAS.items():
        for _ in range(drawn):
            village = next(villages) + "里"
            village_mood = rng.gauss(3.8, 0.3)
            for year, gain in (("102", 0.0), ("103", 0.15)):
                for _ in range(rng.randrange(24, 45)):
                    mood = rng.gauss(village_mood + gain, 0.5)
                    rows.append([year, area, village, total, f"{total / drawn * rng.choice([8, 9, 10, 11.5]):.3f}"]
                                + [answer(rng, mood + shift) for shift in (-0.1, 0.25, 0.1, -0.2)])
    return ["年度", "服務區", "里", "區內里數", "權數"] + ITEMS, rows


def write(path, table):
    header, rows = table
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    folder.mkdir(exist_ok=True)
    write(folder / "counter-service.csv", counter_service(random.Random(1030701)))
    write(folder / "counter-service-years.csv", counter_service_years(random.Random(1030801)))
    for name, content in district_office.files().items():
        (folder / name).write_bytes(content)


main()
