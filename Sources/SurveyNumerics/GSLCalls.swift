import CGSL
import CSurveyShims
import Synchronization

/// GSL's error handler is global to the process and aborts by default. Every call of ours runs with it off
/// and puts the host's handler back, one call at a time.
private let gslLock = Mutex<Void>(())

func withoutHandler<R>(_ body: () -> R) -> R {
  survey_shims_keep_symbol_versions()
  return gslLock.withLock { _ in
    let handler = gsl_set_error_handler_off()
    defer { _ = gsl_set_error_handler(handler) }
    return body()
  }
}
