"""Runs every command of README.md, in order, as a reader would; shown output must be the real output."""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def blocks(text):
    return re.findall(r"```(\w+)\n(.*?)```", text, re.S)


def main():
    failures = []
    commands = 0
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    last = ""
    settings = []
    for kind, body in blocks(text):
        if kind == "sh":
            for command in re.sub(r"\\\n\s*", "", body).strip().splitlines():
                command = command.strip()
                if not command or command.startswith("#"):
                    continue
                # This very run.
                if command == "make test":
                    continue
                if command.startswith("export "):
                    settings.append(command)
                    continue
                commands += 1
                done = subprocess.run(["bash", "-c", "\n".join([*settings, command])],
                                      cwd=ROOT, capture_output=True, text=True)
                last = done.stdout
                if done.returncode != 0:
                    failures.append(f"{command}: exit {done.returncode}\n{done.stderr}")
        elif kind == "text":
            if body.strip() not in last:
                failures.append(f"README shows output that the command before does not print:\n{body}\nbut:\n{last}")
        elif kind == "python":
            commands += 1
            done = subprocess.run([sys.executable, "-c", body], cwd=ROOT, capture_output=True, text=True,
                                  env={"PYTHONPATH": str(ROOT / "python"), "PATH": "/usr/bin:/bin"})
            last = done.stdout
            if done.returncode != 0:
                failures.append(f"Python block: {done.stderr}")
        elif kind == "c":
            commands += 1
            with tempfile.TemporaryDirectory() as folder:
                source = pathlib.Path(folder) / "readme.c"
                source.write_text(body, encoding="utf-8")
                done = subprocess.run(
                    ["bash", "-c", f"gcc -Wall -Werror -I include {source} -o {folder}/readme -L .build/release "
                     f"-lsurveystats -Wl,-rpath,\"$PWD/.build/release\" && {folder}/readme"],
                    cwd=ROOT, capture_output=True, text=True)
                last = done.stdout
                if done.returncode != 0:
                    failures.append(f"C block: {done.stderr}")
        elif kind == "swift":
            pass  # examples/swift is the same code and is built by its own test
        else:
            failures.append(f"a block of kind {kind} that no test runs")
    # What the commands wrote beside the README.
    for name in ("codebook.yaml", "summary.csv", "east.state"):
        (ROOT / name).unlink(missing_ok=True)
    for failure in failures:
        print(failure)
    print(f"{commands} commands of README run")
    return bool(failures) or commands == 0


sys.exit(main())
