import Dispatch
import SurveyTable

extension SampleDesign {
  /// What several threads read of the rows; `nil` where only a pass in order can tell them, or what is wrong
  /// with them. Sums are exact and keys sorted by text, so that nobody can tell from a result who read what.
  func accumulate(
    _ request: TotalsRequest, _ shared: SharedPass, _ run: RunControl?
  ) throws(SurveyStatsError) -> (TotalsAccumulator, notes: [Note])? {
    var workers: [Worker] = []
    for source in shared.sources {
      workers.append(Worker(source, try TotalsAccumulator(request, design: self)))
    }
    run?.begin(totalBytes: shared.totalBytes)
    let stop = shared.stop
    DispatchQueue.concurrentPerform(iterations: workers.count) { [workers] index in
      workers[index].work(run, stop: stop)
    }
    for worker in workers {
      if let failure = worker.failure, failure.code == .cancelled || failure.isTooManyAtOnce {
        throw failure
      }
    }
    if workers.contains(where: { $0.failure != nil }) { return nil }
    guard let notes = shared.join() else { return nil }
    var accumulator = workers[0].accumulator
    for worker in workers.dropFirst() where !accumulator.add(worker.accumulator) { return nil }
    return (accumulator, data.notes + notes)
  }
}

/// One thread's part of a pass. Only its own thread touches it until all have ended.
private final class Worker: @unchecked Sendable {
  private let source: any BatchSource
  private(set) var accumulator: TotalsAccumulator
  private(set) var failure: SurveyStatsError?

  init(_ source: any BatchSource, _ accumulator: TotalsAccumulator) {
    self.source = source
    self.accumulator = accumulator
  }

  func work(_ run: RunControl?, stop: () -> Void) {
    let batch = ColumnBatch()
    do throws(SurveyStatsError) {
      try source.begin(accumulator.plan.requests, into: batch, run: run)
      while try source.next(into: batch) { try accumulator.add(batch) }
      accumulator.settle()
    } catch {
      failure = error
      stop()
    }
  }
}
