import Synchronization

/// A handle on long work: any thread may ask how far it is, or stop it.
///
/// Pass one to an estimate, keep it on another thread, and read ``progress`` or call ``cancel()``. Work that
/// is cancelled throws `SurveyStatsError.Code.cancelled` at the next batch and leaves nothing behind. One
/// run may serve several calls in turn; the counters then begin again at each pass over the data.
public final class RunControl: Sendable {
  public struct Progress: Sendable, Hashable {
    /// Records read in this pass.
    public var rows: Int
    /// Bytes read in this pass; 0 for data in memory.
    public var bytes: Int
    /// Bytes to read in all, or 0 where nobody knows (a pipe).
    public var totalBytes: Int
  }

  private let rows = Atomic<Int>(0)
  private let bytes = Atomic<Int>(0)
  private let totalBytes = Atomic<Int>(0)
  private let begun = Atomic<Int>(0)
  private let cancelled = Atomic<Bool>(false)

  public init() {}

  public var progress: Progress {
    Progress(
      rows: rows.load(ordering: .relaxed), bytes: bytes.load(ordering: .relaxed),
      totalBytes: totalBytes.load(ordering: .relaxed))
  }

  /// How many passes over data have begun; each counts its rows and bytes from the beginning.
  package var passes: Int { begun.load(ordering: .relaxed) }

  public var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

  /// Asks the work to stop. Safe from any thread and any number of times; there is no way back.
  public func cancel() { cancelled.store(true, ordering: .relaxed) }

  /// Sources call this when a pass begins.
  package func begin(totalBytes total: Int) {
    rows.store(0, ordering: .relaxed)
    bytes.store(0, ordering: .relaxed)
    totalBytes.store(total, ordering: .relaxed)
    begun.add(1, ordering: .relaxed)
  }

  /// Sources call this once a batch; it throws where the owner asked to stop.
  package func advance(rows newRows: Int, bytes newBytes: Int) throws(SurveyStatsError) {
    rows.add(newRows, ordering: .relaxed)
    bytes.add(newBytes, ordering: .relaxed)
    if isCancelled {
      throw SurveyStatsError(
        .cancelled, "the run was cancelled by its owner; nothing was written",
        chinese: "作業已取消，未輸出任何結果")
    }
  }
}
