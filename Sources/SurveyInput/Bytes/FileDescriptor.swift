import Glibc
import SurveyTable

/// An open file descriptor that is closed with its last owner.
final class FileDescriptor: Sendable {
  let number: Int32
  private let isOwned: Bool
  private let name: String

  /// Opens the file at `path` for reading.
  init(path: String, name: String) throws(SurveyStatsError) {
    if path.isEmpty || path.utf8.contains(0) {
      throw SurveyStatsError(.invalidArgument, "a file name is empty or holds a NUL character")
    }
    var number: Int32
    repeat { number = Glibc.open(path, O_RDONLY | O_CLOEXEC) } while number < 0 && errno == EINTR
    if number < 0 { throw systemError(errno, "cannot open \(name)") }
    self.number = number
    self.name = name
    isOwned = true
  }

  /// The process's own standard input, which stays open.
  init(standardInputNamed name: String) {
    number = STDIN_FILENO
    self.name = name
    isOwned = false
  }

  deinit { if isOwned { close(number) } }

  /// Reads on from where the descriptor stands, or from `offset`; 0 at the end.
  func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int? = nil
  ) throws(SurveyStatsError) -> Int {
    if buffer.count == 0 { return 0 }
    while true {
      let count =
        if let offset { pread(number, buffer.baseAddress, buffer.count, off_t(offset)) } else {
          Glibc.read(number, buffer.baseAddress, buffer.count)
        }
      if count >= 0 { return count }
      let reason = errno
      if reason == EAGAIN || reason == EWOULDBLOCK {
        var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        _ = poll(&request, 1, -1)
      } else if reason != EINTR {
        throw systemError(reason, "cannot read \(name)")
      }
    }
  }

  func status() throws(SurveyStatsError) -> stat {
    var status = stat()
    if fstat(number, &status) != 0 { throw systemError(errno, "cannot read \(name)") }
    return status
  }
}

/// The usual reasons in words of our own: the C library's follow the host's locale.
func systemError(_ number: Int32, _ what: String) -> SurveyStatsError {
  let reason =
    switch number {
    case ENOENT: "there is no such file"
    case ENOTDIR: "a part of its path is not a folder"
    case EACCES, EPERM: "permission denied"
    case EISDIR: "it is a folder"
    case EMFILE, ENFILE: "too many open files"
    case ENAMETOOLONG: "the name is too long"
    case EIO: "the device reports an error"
    case EBADF: "it is closed"
    default: "system error \(number)"
    }
  return SurveyStatsError(.inputOutput, "\(what): \(reason)")
}
