import Glibc

/// Standard error, where a person sees it.
enum Terminal {
  /// Erases from the cursor to the end of the line (ECMA-48, EL).
  static let eraseToEnd = "\u{1B}[K"

  /// Whether a line can be drawn anew in its place: nowhere but on a terminal that is not a dumb one, and not for those
  /// who ask for plain output (no-color.org).
  static var showsLines: Bool {
    guard isatty(STDERR_FILENO) == 1, environment("NO_COLOR") == nil else { return false }
    let kind = environment("TERM")
    return kind != nil && kind != "dumb"
  }

  /// Whether the terminal is this process's to draw on: in the background it belongs to another.
  static var isForeground: Bool { tcgetpgrp(STDERR_FILENO) == getpgrp() }

  /// How wide it is now; 80 where it does not say.
  static var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes at once; what a terminal does not take is not worth an error.
  static func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var offset = 0
      while offset < bytes.count {
        let count = Glibc.write(
          STDERR_FILENO, UnsafeRawPointer(bytes.baseAddress.map { $0 + offset }), bytes.count - offset)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return }
        offset += count
      }
    }
  }

  /// A variable that is set and not empty.
  private static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
