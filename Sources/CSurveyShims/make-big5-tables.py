#!/usr/bin/env python3
"""Writes the tables of CP950 and Big5-HKSCS, and what tests expect of them.

    make-big5-tables.py              big5_tables.c, beside this script
    make-big5-tables.py --expected FILE   a Swift file of iconv's answers (minutes: one process for each code)
    make-big5-tables.py --check      the differences to iconv, nothing written

The tables are made from Python's codecs, the expectations from iconv alone, so that a slip in one shows.

CP950: Python's `cp950` (with the ETEN characters F9D6-F9FE and the euro sign A3E1), and the user-defined
ranges where Windows has them in the private use area. glibc 2.36's CP950 agrees in every code but these:
- FA40-FEFE, 8E40-A0FE and 8140-8DFE are refused by iconv and by Python; here they are U+E000-U+F6B0.
- C6A1-C8FE are U+F6B1-U+F848 in iconv and here, as in Windows; Python has kana and Cyrillic in C6A1-C7FC.

Big5-HKSCS: Python's `big5hkscs` (HKSCS-2004) and the 68 characters of HKSCS-2008. glibc 2.36 agrees but for
- A15A, A1C3, A1C5, A1FE, A240, A2CC, A2CE, second codes of characters that have another; iconv refuses them.
"""
import subprocess
import sys
from pathlib import Path

LEADS = range(0x81, 0xFF)
TRAILS = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]

# The user-defined ranges of Windows, in the order of their private use characters.
USER_DEFINED = [(0xFA40, 0xFEFE), (0x8E40, 0xA0FE), (0x8140, 0x8DFE), (0xC6A1, 0xC8FE)]

# HKSCS-2008: the run 877A-87DF but for what Python has already.
HKSCS_2008 = {
    0x877A: 0x3875, 0x877B: 0x21D53, 0x877C: 0x2369E, 0x877D: 0x26021, 0x877E: 0x3EEC, 0x87A1: 0x258DE,
    0x87A2: 0x3AF5, 0x87A3: 0x7AFC, 0x87A4: 0x9F97, 0x87A5: 0x24161, 0x87A6: 0x2890D, 0x87A7: 0x231EA,
    0x87A8: 0x20A8A, 0x87A9: 0x2325E, 0x87AA: 0x430A, 0x87AB: 0x8484, 0x87AC: 0x9F96, 0x87AD: 0x942F,
    0x87AE: 0x4930, 0x87AF: 0x8613, 0x87B0: 0x5896, 0x87B1: 0x974A, 0x87B2: 0x9218, 0x87B3: 0x79D0,
    0x87B4: 0x7A32, 0x87B5: 0x6660, 0x87B6: 0x6A29, 0x87B7: 0x889D, 0x87B8: 0x744C, 0x87B9: 0x7BC5,
    0x87BA: 0x6782, 0x87BB: 0x7A2C, 0x87BC: 0x524F, 0x87BD: 0x9046, 0x87BE: 0x34E6, 0x87BF: 0x73C4,
    0x87C0: 0x25DB9, 0x87C1: 0x74C6, 0x87C2: 0x9FC7, 0x87C3: 0x57B3, 0x87C4: 0x492F, 0x87C5: 0x544C,
    0x87C6: 0x4131, 0x87C7: 0x2368E, 0x87C8: 0x5818, 0x87C9: 0x7A72, 0x87CA: 0x27B65, 0x87CB: 0x8B8F,
    0x87CC: 0x46AE, 0x87CD: 0x26E88, 0x87CE: 0x4181, 0x87CF: 0x25D99, 0x87D0: 0x7BAE, 0x87D1: 0x224BC,
    0x87D2: 0x9FC8, 0x87D3: 0x224C1, 0x87D4: 0x224C9, 0x87D5: 0x224CC, 0x87D6: 0x9FC9, 0x87D7: 0x8504,
    0x87D8: 0x235BB, 0x87D9: 0x40B4, 0x87DA: 0x9FCA, 0x87DB: 0x44E1, 0x87DC: 0x2ADFF, 0x87DD: 0x62C1,
    0x87DE: 0x706E, 0x87DF: 0x9FCB,
}


def codes(first=0x8140, last=0xFEFE):
    return [l << 8 | t for l in LEADS for t in TRAILS if first <= (l << 8 | t) <= last]


def python_text(codec, code):
    try:
        return code.to_bytes(2, "big").decode(codec)
    except UnicodeDecodeError:
        return ""


def iconv_text(codec, code):
    done = subprocess.run(
        ["iconv", "-f", codec, "-t", "UTF-8"], input=code.to_bytes(2, "big"), capture_output=True)
    return done.stdout.decode() if done.returncode == 0 else ""


def cp950():
    table = {code: python_text("cp950", code) for code in codes()}
    private = 0xE000
    for first, last in USER_DEFINED:
        for code in codes(first, last):
            table[code] = chr(private)
            private += 1
    return table


def hkscs():
    table = {code: python_text("big5hkscs", code) for code in codes()}
    for code, scalar in HKSCS_2008.items():
        assert not table[code]
        table[code] = chr(scalar)
    return table


def number(text):
    """One character is its code point; two share a word whose highest bit is set."""
    if len(text) == 2:
        return 1 << 31 | ord(text[0]) << 16 | ord(text[1])
    return ord(text) if text else 0


def rows(table):
    return [",".join("%#x" % n if n else "0" for n in (number(table[l << 8 | t]) for t in TRAILS)) for l in LEADS]


def c_file():
    lines = [
        "// Made by make-big5-tables.py; one line for each first byte from 0x81, 157 codes in each.",
        "// 0 is no character. In C because Swift compiles literals of this size too slowly.",
        '#include "survey_big5.h"',
        "",
    ]
    for name, kind, table in (("cp950", "uint16_t", cp950()), ("hkscs", "uint32_t", hkscs())):
        lines.append(f"static const {kind} {name}[SURVEY_BIG5_CODES] = {{")
        lines += [row + "," for row in rows(table)]
        lines += ["};", "", f"const {kind} *survey_big5_{name}(void) {{ return {name}; }}", ""]
    return "\n".join(lines)


def expected():
    lines = [
        "// Made by make-big5-tables.py --expected from iconv of glibc 2.36; - is a code that iconv refuses.",
        "// swift-format-ignore-file",
    ]
    for name, codec in (("iconvCP950", "CP950"), ("iconvHKSCS", "BIG5-HKSCS")):
        lines += ["", f"/// One line for each first byte from 0x81: its 157 codes in {codec}.", f'let {name} = """']
        for l in LEADS:
            texts = [iconv_text(codec, l << 8 | t) for t in TRAILS]
            lines.append("  " + " ".join("+".join("%X" % ord(c) for c in s) or "-" for s in texts))
        lines.append('  """')
    return "\n".join(lines) + "\n"


def check():
    for codec, table in (("CP950", cp950()), ("BIG5-HKSCS", hkscs())):
        different = [(code, text, iconv_text(codec, code)) for code, text in table.items()]
        different = [row for row in different if row[1] != row[2]]
        print(f"{codec}: {len(different)} of {len(table)} codes differ, iconv has a character for",
              sum(1 for row in different if row[2]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--expected"]:
        Path(sys.argv[2]).write_text(expected(), encoding="ascii")
    elif sys.argv[1:] == ["--check"]:
        check()
    else:
        Path(__file__).with_name("big5_tables.c").write_text(c_file(), encoding="ascii")
