import Glibc
import SurveyStats
import SurveyTable
import Synchronization

/// Watches the work from a thread of its own: shows on a terminal how far it is, and ends it when the person (Ctrl-C)
/// or the system asks. The library knows nothing of signals and terminals; it is asked and told through ``run``.
///
/// ```
/// main thread      read ─ compute ─ write a temporary file ─ rename
///                    │ rows, bytes ▲ cancel
/// watching thread  wait for a signal, a fifth of a second ─ draw a line ─ wait …
/// ```
/// The signals are blocked in every thread and taken by the waiting one, so that no handler interrupts anything.
final class Watch: Sendable {
  static let shared = Watch()

  /// The run of all work of this process.
  let run = RunControl()

  private struct State {
    var language = Language.english
    var isLineWanted = false
    var isLineShown = false
    var line = ProgressLine(begun: .now)
    /// The file that would be left behind if the process ended now.
    var temporary: [CChar]?
    var signal: Int32?
    /// Those that end the work.
    var signals = sigset_t()
  }

  private let state = Mutex(State())

  /// How long work that was asked to stop may take for it. It stops at the next chunk of a file; only what waits for a
  /// pipe, or computes long between two chunks, takes longer.
  private static let patience = 2
  private static let nanosecondsBetweenLines = 200_000_000

  /// Blocks the signals and starts the thread; called before any other thread begins, since threads inherit what is
  /// blocked. A signal that is ignored from outside, as by nohup or in the background of a script, stays so.
  func begin() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] where !Self.isIgnored(signal) { sigaddset(&signals, signal) }
    state.withLock { $0.signals = signals }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { _ in
        Watch.shared.watch()
        return nil
      }, nil)
    // Without the thread the signals end the process as they always did.
    if status != 0 { pthread_sigmask(SIG_UNBLOCK, &signals, nil) } else { pthread_detach(thread) }
  }

  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(signal, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }

  /// Says in which language to speak, and whether a line is wanted; it is shown only on a terminal that understands it.
  func configure(language: Language, showsProgress: Bool) {
    let isWanted = showsProgress && Terminal.showsLines
    state.withLock { state in
      state.language = language
      state.isLineWanted = isWanted
    }
  }

  /// The signal that asked to end, if any.
  var signal: Int32? { state.withLock { $0.signal } }

  // MARK: the watching thread

  private func watch() {
    var signals = state.withLock { $0.signals }
    while true {
      var pause = timespec(tv_sec: 0, tv_nsec: Self.nanosecondsBetweenLines)
      let signal = sigtimedwait(&signals, nil, &pause)
      if signal <= 0 {
        draw()
        continue
      }
      state.withLock { state in
        state.signal = signal
        state.isLineWanted = false
        eraseLine(&state)
      }
      run.cancel()
      // A second signal ends the process at once, and so does work that does not stop.
      var patience = timespec(tv_sec: Self.patience, tv_nsec: 0)
      let second = sigtimedwait(&signals, nil, &patience)
      endAtOnce(second > 0 ? second : signal)
    }
  }

  private func draw() {
    let progress = run.progress
    let passes = run.passes
    state.withLock { state in
      state.line.note(progress, pass: passes, at: .now)
      guard state.isLineWanted, state.line.isDue(at: .now), Terminal.isForeground else { return }
      let text = state.line.text(columns: Terminal.columns - 1, language: state.language)
      if text.isEmpty { return eraseLine(&state) }
      Terminal.write("\r" + text + Terminal.eraseToEnd)
      state.isLineShown = true
    }
  }

  private func eraseLine(_ state: inout State) {
    if state.isLineShown { Terminal.write("\r" + Terminal.eraseToEnd) }
    state.isLineShown = false
  }

  /// Ends the process under the lock, so that no file takes its place and no line is drawn afterwards.
  private func endAtOnce(_ signal: Int32) {
    state.withLock { state in
      if let temporary = state.temporary { unlink(temporary) }
      eraseLine(&state)
      Terminal.write("survey-stats: \(Self.words(state.language))\n")
      _exit(128 + signal)
    }
  }

  /// What is said when a signal ended the work.
  static func words(_ language: Language) -> String {
    language == .traditionalChinese ? "已中斷，未留下未完成之檔案" : "interrupted; no unfinished file is left"
  }

  // MARK: for those who write

  /// Writes where the line stands: it is erased before, for good where results follow on the same terminal.
  func withoutLine<Result>(forGood: Bool = false, _ body: () -> Result) -> Result {
    state.withLock { state in
      eraseLine(&state)
      if forGood { state.isLineWanted = false }
      return body()
    }
  }

  /// Makes a file of a name that no file has, to be removed if the process ends before it is wanted; -1 on failure.
  func makeTemporary(_ template: inout [CChar]) -> Int32 {
    var name = template
    let descriptor = state.withLock { state in
      let descriptor = mkstemp(&name)
      if descriptor >= 0 { state.temporary = name }
      return descriptor
    }
    template = name
    return descriptor
  }

  /// Gives the temporary file the name of the result, unless a signal came first; false where that fails.
  func commit(_ temporary: String, as path: String) throws(SurveyStatsError) -> Bool {
    let isRenamed: Bool? = state.withLock { state in
      if state.signal != nil { return nil }
      let isRenamed = rename(temporary, path) == 0
      if isRenamed { state.temporary = nil }
      return isRenamed
    }
    guard let isRenamed else { throw SurveyStatsError(.cancelled, Self.words(.english)) }
    return isRenamed
  }

  /// Removes the temporary file whose result is not to be.
  func discard(_ temporary: String) {
    state.withLock { state in
      unlink(temporary)
      state.temporary = nil
    }
  }
}
