"""Mean satisfaction of a counter questionnaire, by area, with the growth since last year.

    python3 satisfaction.py ../../seeds/surveys/counter-service.csv
"""
import sys

import surveystats as ss

data = ss.read_csv(sys.argv[1], missing=[9])
design = ss.Design(data, weights="權數", strata="服務區", cluster="里", fpc="區內里數")

for row in design.mean("服務禮儀", by="服務區").rows:
    print(row["group"]["服務區"], row["term"], row["estimate"], row["std_error"])
print(design.contrast("成長率 = (整體_103 - 整體_102) / 整體_102"))
