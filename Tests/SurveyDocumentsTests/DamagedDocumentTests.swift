import SurveyDocuments
import Testing

private let yamlSample = """
  # 評核計畫
  title: "滿意度\\u4E2D \\n調查"
  年度: 112
  items: [洽公環境, '服務''禮儀', 5.5]
  scale:
    - label: 非常滿意
      score: 5
    - {label: 滿意, score: 4}
  note: |
    第一行
    第二行
  none: ~
  """
private let jsonSample = #"""
  {"title": "滿意度\u4e2d \ud83d\ude42 \n", "year": 112, "items": ["洽公環境", -5.5e1, null, true],
   "scale": {"非常滿意": 5, "": [{}, []]}}
  """#

@Suite("damaged documents") struct DamagedDocumentTests {
  @Test(
    "all truncations and all changes of one byte give a tree or a located error",
    arguments: [yamlSample, jsonSample])
  func damage(_ sample: String) {
    let bytes = Array(sample.utf8)
    let wanted: [UInt8] =
      Array("\"'{}[]:,-?&*!|>%@` \t\n\r\\#09ua~.".utf8) + [0, 0x7F, 0x80, 0xC3, 0xE4, 0xF0, 0xFF]
    var read = 0
    for length in 0...bytes.count {
      read += look(Array(bytes.prefix(length))) + look(Array(bytes.suffix(length)))
    }
    for index in bytes.indices {
      var changed = bytes
      for byte in wanted {
        changed[index] = byte
        read += look(changed)
      }
      changed[index] = bytes[index]
      changed.remove(at: index)
      read += look(changed)
    }
    #expect(read > 100)
  }

  /// 1 where the document can be read.
  private func look(_ bytes: [UInt8]) -> Int {
    var read = 0
    for notation in [Notation.yaml, .json, .either] {
      do throws(DocumentError) {
        _ = outline(try parse(bytes, as: notation))
        read = 1
      } catch {
        let lines = bytes.reduce(into: 1) { $0 += $1 == 0x0A || $1 == 0x0D ? 1 : 0 }
        if error.line < 1 || error.line > lines || error.column < 1 || error.column > bytes.count + 1
          || error.message.contains("cannot be read (")
        {
          Issue.record("\(String(decoding: bytes, as: UTF8.self)): \(error.message)")
        }
      }
    }
    return read
  }
}
