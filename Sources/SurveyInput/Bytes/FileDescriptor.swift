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
      throw SurveyStatsError(
        .invalidArgument, "a file name is empty or holds a NUL character",
        chinese: "檔名空白或含有無效字元")
    }
    var number: Int32
    repeat { number = Glibc.open(path, O_RDONLY | O_CLOEXEC) } while number < 0 && errno == EINTR
    if number < 0 { throw systemError(errno, "cannot open \(name)", chinese: "無法開啟 \(name)") }
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
        throw systemError(reason, "cannot read \(name)", chinese: "無法讀取 \(name)")
      }
    }
  }

  func status() throws(SurveyStatsError) -> stat {
    var status = stat()
    if fstat(number, &status) != 0 {
      throw systemError(errno, "cannot read \(name)", chinese: "無法讀取 \(name)")
    }
    return status
  }
}

/// The usual reasons in words of our own: the C library's follow the host's locale.
func systemError(_ number: Int32, _ what: String, chinese: String) -> SurveyStatsError {
  let (reason, chineseReason) =
    switch number {
    case ENOENT: ("there is no such file", "找不到這個檔案")
    case ENOTDIR: ("a part of its path is not a folder", "路徑中有一部分不是資料夾")
    case EACCES, EPERM: ("permission denied", "沒有權限")
    case EISDIR: ("it is a folder", "它是資料夾")
    case EMFILE, ENFILE: ("too many open files", "開啟的檔案過多")
    case ENAMETOOLONG: ("the name is too long", "檔名過長")
    case EIO: ("the device reports an error", "裝置回報錯誤")
    case EBADF: ("it is closed", "已關閉")
    default: ("system error \(number)", "系統錯誤 \(number)")
    }
  return SurveyStatsError(.inputOutput, "\(what): \(reason)", chinese: "\(chinese)：\(chineseReason)")
}
