"""Runs one program and prints what it cost: wall seconds, processor seconds, peak memory.

    measure.py ANSWER MESSAGES SECONDS PROGRAM WORD…

A small process of its own, because Linux counts the memory of the process that starts a program into that program's
peak: a runner that has just compared a large answer would lend its own size to the next contender. What remains is
this interpreter, about 10 MB, below which no peak can be seen.
"""
import json
import os
import resource
import signal
import sys
import time


def main():
    answer, messages, seconds, *words = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    begin = time.monotonic()
    child = os.posix_spawnp(words[0], words, os.environ, setpgroup=0, file_actions=[
        (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, answer, flags, 0o600), (os.POSIX_SPAWN_OPEN, 2, messages, flags, 0o600)])
    late = []

    def stop(*_):
        late.append(True)
        os.killpg(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, float(seconds))
    _, status, usage = os.wait4(child, 0)
    wall = time.monotonic() - begin
    signal.setitimer(signal.ITIMER_REAL, 0)
    print(json.dumps({"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss * 1024,
                      "exit": os.waitstatus_to_exitcode(status), "late": bool(late)}))


main()
