"""Mean satisfaction of a counter questionnaire, by area, with the growth since last year.

    python3 satisfaction.py [FILE]        the sample questionnaire of this repository unless said
"""
import pathlib
import sys

import surveystats as ss

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "seeds/surveys/counter-service.csv"
if len(sys.argv) > 2:
    sys.exit(__doc__)

data = ss.read_csv(sys.argv[1] if len(sys.argv) == 2 else SAMPLE, missing=[9])
design = ss.Design(data, weights="權數", strata="服務區", cluster="里", fpc="區內里數")

for row in design.mean("服務禮儀", by="服務區").rows:
    print(row["group"]["服務區"], row["term"], row["estimate"], row["std_error"])
print(design.contrast("成長率 = (整體_103 - 整體_102) / 整體_102"))
