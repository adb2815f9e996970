import Glibc
import SurveyTable

/// A regular file. It is opened anew for each pass, through a buffer and never mapped, and must still be
/// the file that was opened first.
package struct FileBytes: ByteOrigin {
  let path: String
  let name: String
  private let identity: FileIdentity
  /// Standard input from a regular file has no path of its own: its descriptor is kept, and reading begins
  /// where it stood.
  private let kept: FileDescriptor?
  private let base: Int

  init(path: String, name: String, status: stat) {
    self.path = path
    self.name = name
    identity = FileIdentity(status)
    kept = nil
    base = 0
  }

  init(standardInput descriptor: FileDescriptor, name: String, status: stat) {
    path = ""
    self.name = name
    identity = FileIdentity(status)
    kept = descriptor
    base = max(0, lseek(descriptor.number, 0, SEEK_CUR))
  }

  package var length: Int? { max(0, identity.size - base) }

  package func open(at offset: Int) throws(SurveyStatsError) -> any ByteSource {
    let descriptor: FileDescriptor
    if let kept { descriptor = kept } else { descriptor = try FileDescriptor(path: path, name: name) }
    try identity.check(descriptor, name)
    return FileByteSource(
      descriptor, name: name, identity: identity, base: base, offset: base.addingClamped(offset))
  }
}

/// What a descriptor stands for, as far as reading twice is concerned.
enum FileKind {
  case file
  case folder
  /// A pipe, a terminal, a socket, a device.
  case stream

  init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    default: self = .stream
    }
  }
}

/// What tells a file from another, or from itself before it was written again.
struct FileIdentity: Hashable, Sendable {
  let size: Int
  private let device: UInt64
  private let inode: UInt64
  private let seconds: Int
  private let nanoseconds: Int

  init(_ status: stat) {
    size = Int(status.st_size)
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    seconds = Int(status.st_mtim.tv_sec)
    nanoseconds = Int(status.st_mtim.tv_nsec)
  }

  func check(_ descriptor: FileDescriptor, _ name: String) throws(SurveyStatsError) {
    if FileIdentity(try descriptor.status()) != self {
      throw SurveyStatsError(
        .sourceChanged, "\(name) changed after it was opened; open it again when nothing writes to it",
        chinese: "\(name) 於讀取期間遭到變更；請待檔案儲存完成後再試")
    }
  }
}

private final class FileByteSource: ByteSource {
  private let descriptor: FileDescriptor
  private let name: String
  private let identity: FileIdentity
  private let base: Int
  private var offset: Int

  init(_ descriptor: FileDescriptor, name: String, identity: FileIdentity, base: Int, offset: Int) {
    self.descriptor = descriptor
    self.name = name
    self.identity = identity
    self.base = base
    self.offset = offset
  }

  var totalBytes: Int { max(0, identity.size - base) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SurveyStatsError) -> Int {
    let count = try descriptor.read(into: buffer, at: offset)
    // A file that was written while it was read would give one table to this pass and another to the next.
    if count == 0 { try identity.check(descriptor, name) }
    offset = offset.addingClamped(count)
    return count
  }
}
