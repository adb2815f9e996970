import Dispatch

/// A pass that several threads share.
package struct SharedPass {
  package var sources: [any BatchSource]
  /// Bytes that they read in all.
  package var totalBytes: Int
  /// Lets all shares end early, since one of them failed.
  package var stop: @Sendable () -> Void
  /// What the shares decided, known when all have ended; `nil` where they turned out not to be the rows of the source,
  /// which must then be read in order.
  package var join: () -> [Note]?

  package init(
    sources: [any BatchSource], totalBytes: Int, stop: @escaping @Sendable () -> Void,
    join: @escaping () -> [Note]?
  ) {
    self.sources = sources
    self.totalBytes = totalBytes
    self.stop = stop
    self.join = join
  }

  /// Reads every share in a thread of its own, its batches added to a part of its own (`part`, by the share's number, is
  /// called before the threads begin). `nil` where only a pass in order can tell the result, or what is wrong.
  ///
  /// Errors: `cancelled`, and those for which `isFinal` says that a pass in order would meet them as well.
  package func read<Part>(
    _ requests: [ColumnRequest], run: RunControl?, isFinal: (SurveyStatsError) -> Bool = { _ in false },
    part: (Int) throws(SurveyStatsError) -> Part,
    add: @Sendable (inout Part, ColumnBatch) throws(SurveyStatsError) -> Void,
    finish: @Sendable (inout Part) -> Void = { _ in }
  ) throws(SurveyStatsError) -> (parts: [Part], notes: [Note])? {
    var readers: [ShareReader<Part>] = []
    for (number, source) in sources.enumerated() { readers.append(ShareReader(source, try part(number))) }
    run?.begin(totalBytes: totalBytes)
    DispatchQueue.concurrentPerform(iterations: readers.count) { [readers, stop] index in
      readers[index].read(requests, run, stop: stop, add, finish)
    }
    for reader in readers {
      if let failure = reader.failure, failure.code == .cancelled || isFinal(failure) { throw failure }
    }
    guard !readers.contains(where: { $0.failure != nil }), let notes = join() else { return nil }
    return (readers.map(\.part), notes)
  }
}

/// One thread's share. Only its own thread touches it until all have ended.
private final class ShareReader<Part>: @unchecked Sendable {
  private let source: any BatchSource
  private(set) var part: Part
  private(set) var failure: SurveyStatsError?

  init(_ source: any BatchSource, _ part: Part) {
    self.source = source
    self.part = part
  }

  func read(
    _ requests: [ColumnRequest], _ run: RunControl?, stop: () -> Void,
    _ add: (inout Part, ColumnBatch) throws(SurveyStatsError) -> Void, _ finish: (inout Part) -> Void
  ) {
    let batch = ColumnBatch()
    do throws(SurveyStatsError) {
      try source.begin(requests, into: batch, run: run)
      while try source.next(into: batch) { try add(&part, batch) }
      finish(&part)
    } catch {
      failure = error
      stop()
    }
  }
}
