"""Long work on a terminal: the line that tells how far it is, and what Ctrl-C leaves behind."""
import fcntl
import gzip
import os
import pathlib
import pty
import re
import select
import signal
import struct
import subprocess
import tempfile
import termios
import threading
import time
import unicodedata
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = ROOT / ".build/release/survey-stats"
ERASE = "\x1b[K"


def signals_as_in_a_terminal():
    """What a script starts in its background ignores Ctrl-C."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def in_front():
    """Makes the terminal that standard error is the program's own, as a shell does."""
    signals_as_in_a_terminal()
    os.setsid()
    fcntl.ioctl(2, termios.TIOCSCTTY, 0)


class Terminal:
    """A terminal of so many columns and all that was written to it."""

    def __init__(self, words, columns=80, env=None, both=False, **options):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm", **(env or {})}
        if not env or "NO_COLOR" not in env:
            environment.pop("NO_COLOR", None)
        self.process = subprocess.Popen(
            [TOOL, *map(str, words)], stdout=slave if both else subprocess.PIPE, stderr=slave, env=environment,
            preexec_fn=in_front, **options)
        os.close(slave)
        self.bytes = b""

    def read(self, seconds=60, until=None):
        """Reads until the program has closed the terminal, or until a text has been written."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if until is not None and re.search(until, self.text):
                return self
            if select.select([self.master], [], [], 0.05)[0]:
                try:
                    piece = os.read(self.master, 65536)
                except OSError:  # nobody has the other end any more
                    return self
                if not piece:
                    return self
                self.bytes += piece
        raise AssertionError(f"waited too long; so far: {self.text!r}")

    @property
    def text(self):
        return self.bytes.decode(errors="replace")

    def finish(self):
        """The exit status and what was written to standard output."""
        output = b"" if self.process.stdout is None else self.process.stdout.read()
        self.read()
        status = self.process.wait(60)
        os.close(self.master)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return status, output.decode()

    @property
    def lines(self):
        """What is on the screen in the end."""
        lines, at = [""], 0
        for piece in re.findall(r"\x1b\[K|\r|\n|[^\x1b\r\n]+", self.text):
            if piece == ERASE:
                lines[-1] = lines[-1][:at]
            elif piece == "\r":
                at = 0
            elif piece == "\n":
                lines.append("")
                at = 0
            else:
                lines[-1] = lines[-1][:at] + piece + lines[-1][at + len(piece):]
                at += len(piece)
        return lines

    @property
    def drawn(self):
        """Every line that was drawn and drawn over."""
        return [piece.split(ERASE)[0] for piece in self.text.split("\r")[1:] if piece.split(ERASE)[0].strip()]


def width(text):
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


class LongWork(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        # A small file whose content takes seconds to read.
        cls.path = pathlib.Path(cls.folder.name) / "long.csv.gz"
        rows = b"".join(b"%d,%d\n" % (number % 5 + 1, number % 7) for number in range(250_000))
        with gzip.open(cls.path, "wb", 1) as file:
            file.write(b"y,z\n")
            for _ in range(200):
                file.write(rows)
        cls.words = ["mean", cls.path, "--items", "y,z", "--threads", "1"]

    def setUp(self):
        self.output = pathlib.Path(self.folder.name) / "result.csv"

    def left_behind(self):
        return sorted(path.name for path in pathlib.Path(self.folder.name).iterdir() if path != self.path)


class Bars(LongWork):
    def test_a_bar_on_a_terminal_that_is_clean_in_the_end(self):
        terminal = Terminal(self.words)
        status, result = terminal.finish()
        self.assertEqual(status, 0)
        self.assertIn("50,000,000", result.replace("50000000", "50,000,000"))
        self.assertEqual(terminal.lines, [""])
        self.assertGreater(len(terminal.drawn), 1)
        for line in terminal.drawn:
            self.assertRegex(line, r"^\[=*>? *\] +\d+%  [\d,]+ rows  [\d.,]+ MB/s(  \d+ s left)?$")
            self.assertLess(width(line), 80)
        shares = [int(re.search(r"(\d+)%", line)[1]) for line in terminal.drawn]
        self.assertEqual(shares, sorted(shares))
        self.assertGreater(shares[-1], shares[0])

    def test_narrow_terminals_and_chinese(self):
        for columns in (12, 24, 60):
            terminal = Terminal([*self.words, "--lang", "zh-TW"], columns)
            self.assertEqual(terminal.finish()[0], 0)
            self.assertEqual(terminal.lines, [""])
            self.assertTrue(terminal.drawn)
            self.assertLess(max(map(width, terminal.drawn)), columns)
            if columns > 30:
                self.assertRegex(terminal.drawn[-1], r"[\d,]+ 列")
                self.assertRegex(" ".join(terminal.drawn), r"約剩 \d+ 秒")

    def test_results_on_the_same_terminal_stand_alone(self):
        terminal = Terminal(self.words, both=True)
        self.assertEqual(terminal.finish()[0], 0)
        plain = subprocess.run([TOOL, *self.words], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
        self.assertEqual(plain.stderr, "")
        self.assertTrue(terminal.drawn)
        self.assertEqual(terminal.lines, plain.stdout.split("\n"))

    def test_no_bar_where_nobody_sees_it_or_wants_it(self):
        for env, words in (({"NO_COLOR": "1"}, []), ({"TERM": "dumb"}, []), ({}, ["--no-progress"])):
            terminal = Terminal([*self.words, *words], env=env)
            self.assertEqual(terminal.finish()[0], 0)
            self.assertEqual(terminal.text, "")

    def test_no_bar_for_work_that_is_soon_done(self):
        terminal = Terminal(["mean", ROOT / "Tests/Reference/data/apistrat.csv", "--items", "api00"])
        self.assertEqual(terminal.finish()[0], 0)
        self.assertEqual(terminal.text, "")

    def test_a_pipe_has_no_size(self):
        """Rows are told, and no share of what nobody knows."""
        terminal = Terminal(["mean", "-", "--items", "y"], stdin=subprocess.PIPE)
        rows = b"1\n2\n" * 100_000
        terminal.process.stdin.write(b"y\n")
        for _ in range(12):
            terminal.process.stdin.write(rows)
            time.sleep(0.1)
        terminal.process.stdin.close()
        self.assertEqual(terminal.finish()[0], 0)
        self.assertEqual(terminal.lines, [""])
        self.assertTrue(terminal.drawn)
        for line in terminal.drawn:
            self.assertRegex(line, r"^[\d,]+ rows  [\d.,]+ MB/s$")

    def test_an_error_stands_alone(self):
        broken = pathlib.Path(self.folder.name) / "broken.csv.gz"
        broken.write_bytes(self.path.read_bytes()[:-5])
        self.addCleanup(broken.unlink)
        terminal = Terminal(["mean", broken, "--items", "y", "--threads", "1"])
        self.assertEqual(terminal.finish(), (1, ""))
        self.assertTrue(terminal.drawn)
        self.assertEqual(len(terminal.lines), 2)
        self.assertTrue(terminal.lines[0].startswith(f"survey-stats: {broken}: the gzip file is cut short"))


class Interruptions(LongWork):
    def interrupted(self, number, words, language="en"):
        terminal = Terminal([*words, "--lang", language]).read(until=r"\d+%")
        begun = time.monotonic()
        terminal.process.send_signal(number)
        status, result = terminal.finish()
        self.assertLess(time.monotonic() - begun, 1.5)
        self.assertEqual(result, "")
        return status, terminal.lines

    def test_ctrl_c_leaves_nothing_half_written(self):
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)):
            words = [*self.words, "--output", self.output]
            self.assertEqual(
                self.interrupted(number, words), (status, ["survey-stats: interrupted; no unfinished file is left", ""]))
            self.assertEqual(self.left_behind(), [])
        self.assertEqual(
            self.interrupted(signal.SIGINT, words, "zh-TW"), (130, ["survey-stats: 已中斷，未留下未完成之檔案", ""]))

    def test_ctrl_c_on_the_terminal_itself(self):
        terminal = Terminal(self.words).read(until=r"\d+%")
        os.write(terminal.master, b"\x03")
        self.assertEqual(terminal.finish(), (130, ""))

    def test_several_threads_stop_as_well(self):
        plain = pathlib.Path(self.folder.name) / "plain.csv"
        self.addCleanup(plain.unlink)
        with gzip.open(self.path) as content:
            plain.write_bytes(content.read())
        words = ["frequency", plain, "--items", "y,z", "--by", "z", "--output", self.output, "--threads", "2"]
        self.assertEqual(self.interrupted(signal.SIGINT, words)[0], 130)
        self.assertEqual(self.left_behind(), ["plain.csv"])

    def test_a_file_that_is_being_written_is_removed_and_the_old_one_stays(self):
        margins = pathlib.Path(self.folder.name) / "margins.csv"
        margins.write_text("variable,category,count\n" + "".join(f"y,{code},100\n" for code in range(1, 6)))
        self.addCleanup(margins.unlink)
        self.output.write_text("what was there\n")
        self.addCleanup(self.output.unlink)
        process = subprocess.Popen([TOOL, "weight", "poststratify", self.path, "--margins", margins, "--output", self.output],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=signals_as_in_a_terminal)
        end = time.monotonic() + 60
        while not any(name.startswith("result.csv.") for name in self.left_behind()):
            self.assertIsNone(process.poll())
            self.assertLess(time.monotonic(), end)
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        output, messages = process.communicate(timeout=60)
        self.assertEqual((process.returncode, output), (130, b""))
        self.assertNotIn(b"\r", messages)
        self.assertEqual(self.left_behind(), ["margins.csv", "result.csv"])
        self.assertEqual(self.output.read_text(), "what was there\n")

    def test_whoever_waits_for_a_pipe_that_says_nothing_can_leave(self):
        for signals, longest in (1, 5), (2, 1):
            process = subprocess.Popen([TOOL, "mean", "-", "--items", "y"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, preexec_fn=signals_as_in_a_terminal)
            time.sleep(0.3)
            begun = time.monotonic()
            for _ in range(signals):
                process.send_signal(signal.SIGINT)
                time.sleep(0.1)
            self.assertEqual(process.wait(60), 130)
            self.assertLess(time.monotonic() - begun, longest)
            self.assertIn(b"interrupted", process.communicate()[1])

    def test_what_ignores_ctrl_c_goes_on_ignoring_it(self):
        """As in the background of a script or under nohup."""
        process = subprocess.Popen([TOOL, *self.words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
        timer = threading.Timer(0.5, process.send_signal, [signal.SIGINT])
        timer.start()
        output, messages = process.communicate(timeout=60)
        timer.join()
        self.assertEqual((process.returncode, messages), (0, b""))
        self.assertTrue(output)


if __name__ == "__main__":
    unittest.main()
