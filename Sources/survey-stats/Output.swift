import Glibc
import SurveyStats

/// Writes everything to standard output or, whole or not at all, to a file.
enum Output {
  /// Writes `text`; `inputs` are the files it was made from, which must not be written over.
  static func write(
    _ text: String, to path: String?, inputs: [String] = []
  ) throws(SurveyStatsError) {
    let bytes = Array(text.utf8)
    guard let path else {
      try write(bytes, descriptor: 1, name: "standard output")
      return
    }
    var existing = stat()
    guard stat(path, &existing) == 0 else {
      try replace(path, with: bytes, permissions: nil)
      return
    }
    for input in inputs {
      var source = stat()
      if stat(input, &source) == 0, source.st_dev == existing.st_dev, source.st_ino == existing.st_ino {
        throw SurveyStatsError(
          .invalidArgument, "--output \(path) is the file that is read; name another file")
      }
    }
    // A device or a pipe is written to; only a regular file can be replaced.
    guard existing.st_mode & S_IFMT == S_IFREG else {
      let descriptor = open(path, O_WRONLY)
      guard descriptor >= 0 else { throw failure(path, "cannot be written") }
      defer { _ = close(descriptor) }
      try write(bytes, descriptor: descriptor, name: path)
      return
    }
    // Behind a symbolic link stands the file that is meant.
    guard let resolved = realpath(path, nil) else { throw failure(path, "cannot be written") }
    defer { free(resolved) }
    try replace(String(cString: resolved), with: bytes, permissions: existing.st_mode & 0o7777)
  }

  /// A temporary file beside the wanted one, because a rename must not cross file systems.
  private static func replace(
    _ path: String, with bytes: [UInt8], permissions: mode_t?
  ) throws(SurveyStatsError) {
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard descriptor >= 0 else { throw failure(path, "cannot be written") }
    do throws(SurveyStatsError) {
      try write(bytes, descriptor: descriptor, name: path)
      // mkstemp makes a private file; the result keeps the old file's permissions or gets a new file's.
      let mask = umask(0)
      umask(mask)
      _ = fchmod(descriptor, permissions ?? (0o666 & ~mask))
      guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(path, "cannot be written") }
      guard rename(temporary, path) == 0 else { throw failure(path, "cannot be replaced") }
    } catch {
      _ = close(descriptor)
      unlink(temporary)
      throw error
    }
    _ = close(descriptor)
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
