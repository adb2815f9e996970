"""Long work: watching it, cancelling it, and Ctrl-C."""

from __future__ import annotations

import ctypes
import threading
import weakref
from typing import Any, Callable, List, NamedTuple, Optional

from . import _library


class Progress(NamedTuple):
    """How far a pass over the data is."""

    rows: int
    """Rows read in this pass."""
    bytes: int
    """Bytes read in this pass; 0 for data in memory."""
    total_bytes: int
    """Bytes to read in all; 0 where nobody knows."""


class Run:
    """A handle on long work, to be read and cancelled from another thread.

        run = ss.Run()
        threading.Thread(target=lambda: design.mean("*", run=run)).start()
        run.progress            # Progress(rows=…, bytes=…, total_bytes=…)
        run.cancel()            # the call raises SurveyStatsError, code_name "cancelled"

    One run may serve several calls in turn; once cancelled it stays so.

    With ``progress``, a function of a ``Progress``, each call tells how far it is, about ten times a second and at its
    end, in the thread that called:

        design.mean("*", run=ss.Run(progress=lambda p: print(p.rows, p.bytes, p.total_bytes)))

    What the function raises stops the work and is raised by the call, and the run is cancelled.
    """

    def __init__(self, progress: Optional[Callable[[Progress], object]] = None) -> None:
        if progress is not None and not callable(progress):
            raise TypeError(f"progress must be a function of a Progress, not {type(progress).__name__}")
        self._told = progress
        library = _library.library()
        handle = ctypes.c_void_p()
        _library.call(library.surveystats_run_create, ctypes.byref(handle))
        self._handle = handle
        weakref.finalize(self, library.surveystats_run_destroy, handle)

    @property
    def progress(self) -> Progress:
        """How far the present (or the last) pass over the data is."""
        numbers = [ctypes.c_int64() for _ in range(3)]
        _library.call(
            _library.library().surveystats_run_progress, self._handle, *[ctypes.byref(n) for n in numbers]
        )
        return Progress(*[n.value for n in numbers])

    def cancel(self) -> None:
        """Asks the work to stop; safe from any thread and any number of times."""
        _library.library().surveystats_run_cancel(self._handle)


def call_long(
    function: Callable[..., int],
    before: List[Any],
    run: Optional[Run],
    keep: Any = None,
    after: Optional[List[Any]] = None,
) -> ctypes.c_void_p:
    """Calls a C function whose last parameters are run, out handle and error, and returns the handle.

    Where ``after`` is given, it holds the out parameters, and there is no handle.

    Python delivers Ctrl-C to the main thread, and only between two of its instructions. So the main thread
    lets another one call, and waits; Ctrl-C cancels the run, and is raised again when the call has returned.
    A second Ctrl-C does not wait for that: the call, which keeps ``keep`` alive, ends by itself.

    The waiting thread, whichever it is, tells a run's ``progress`` function how far the work is.
    """
    if run is not None and not isinstance(run, Run):
        raise TypeError(f"run must be a Run, not {type(run).__name__}")
    owner = run if run is not None else Run()
    out = ctypes.c_void_p()
    arguments = before + [owner._handle] + ([ctypes.byref(out)] if after is None else after)
    tell = owner._told
    if tell is None and threading.current_thread() is not threading.main_thread():
        _library.call(function, *arguments)
        return out

    done = threading.Event()
    abandoned = threading.Event()
    errors: List[BaseException] = []

    def work(kept: Any) -> None:
        try:
            _library.call(function, *arguments)
        except BaseException as error:  # handed to the waiting thread, which raises it
            errors.append(error)
        finally:
            done.set()
        if abandoned.is_set():
            _discard(function, out)

    thread = threading.Thread(target=work, args=((keep, owner),), name="surveystats", daemon=True)
    try:
        thread.start()
        while not done.wait(0.1):
            if tell is not None:
                tell(owner.progress)
        if tell is not None and not errors:
            tell(owner.progress)
    except BaseException:  # Ctrl-C, or what the progress function raised
        owner.cancel()
        try:
            while not done.wait(0.1):
                pass
        except KeyboardInterrupt:
            abandoned.set()
            raise
        _discard(function, out)
        raise
    if errors:
        raise errors[0]
    return out


def _discard(function: Callable[..., int], out: ctypes.c_void_p) -> None:
    """Destroys what a call returned that had been done before it could be cancelled."""
    library = _library.library()
    if function is library.surveystats_dataset_describe:
        library.surveystats_text_destroy(out)
    elif function in (library.surveystats_dataset_described, library.surveystats_dataset_open_arrow_stream):
        library.surveystats_dataset_destroy(out)
    elif function is library.surveystats_design_weighted:
        library.surveystats_design_destroy(out)
    elif function is library.surveystats_plan_check:
        library.surveystats_check_destroy(out)
    elif function is library.surveystats_plan_evaluate:
        library.surveystats_evaluation_destroy(out)
    else:
        library.surveystats_estimates_destroy(out)
