import Glibc
import SurveyStats

/// Writes everything to standard output or, whole or not at all, to a file.
enum Output {
  static func write(_ text: String, to path: String?) throws(SurveyStatsError) {
    let bytes = Array(text.utf8)
    guard let path else {
      try write(bytes, descriptor: 1, name: "standard output")
      return
    }
    // The temporary file stands beside the wanted one, because a rename must not cross file systems.
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard descriptor >= 0 else { throw failure(path, "cannot be written") }
    do throws(SurveyStatsError) {
      try write(bytes, descriptor: descriptor, name: path)
      // mkstemp makes a private file; the result gets the permissions any new file would have.
      let mask = umask(0)
      umask(mask)
      _ = fchmod(descriptor, 0o666 & ~mask)
      guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(path, "cannot be written") }
      _ = close(descriptor)
      guard rename(temporary, path) == 0 else { throw failure(path, "cannot be replaced") }
    } catch {
      _ = close(descriptor)
      unlink(temporary)
      throw error
    }
  }

  static func message(_ text: String) {
    try? write(Array("survey-stats: \(text)\n".utf8), descriptor: 2, name: "standard error")
  }

  private static func write(
    _ bytes: [UInt8], descriptor: Int32, name: String
  ) throws(SurveyStatsError) {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + offset }, bytes.count - offset)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(name, "cannot be written")
      }
      offset += count
    }
  }

  private static func failure(_ name: String, _ what: String) -> SurveyStatsError {
    SurveyStatsError(.inputOutput, "\(name) \(what): \(String(cString: strerror(errno)))")
  }
}
