import SurveyInput
import SurveyTable
import Testing

/// A codebook that cannot be meant, the line that is wrong and words of the message.
struct MalformedCodebook: Sendable, CustomTestStringConvertible {
  var text: String
  var line: Int
  var words: String

  init(_ text: String, _ line: Int, _ words: String) {
    self.text = text
    self.line = line
    self.words = words
  }

  var testDescription: String { text.debugDescription }
}

private let scale = "scales:\n  - name: s\n    options:\n"

private let malformedCodebooks: [MalformedCodebook] = [
  MalformedCodebook("", 1, "the document is empty"),
  MalformedCodebook("- a\n", 1, "the codebook must be a mapping"),
  MalformedCodebook("滿意\n", 1, "the codebook must be a mapping"),
  MalformedCodebook("schema: survey-stats/codebook@2\n", 1, "its schema must be survey-stats/codebook@1"),
  MalformedCodebook("schema: [x]\n", 1, "'schema' must be a text"),
  MalformedCodebook("columns: []\nkolumns: []\n", 2, "has no member 'kolumns'; did you mean 'columns'?"),
  MalformedCodebook("columns: []\ncolumns: []\n", 2, "'columns' is there already"),
  MalformedCodebook("columns: x\n", 1, "'columns' of the codebook must be a list"),
  MalformedCodebook("columns:\n  - x\n", 2, "a column must be a mapping"),
  MalformedCodebook("columns:\n  - id: x\n", 2, "a column has no 'name'"),
  MalformedCodebook("columns:\n  - name:\n", 2, "'name' of a column is empty"),
  MalformedCodebook("columns:\n  - name: [a]\n", 2, "'name' of a column must be a text"),
  MalformedCodebook("columns:\n  - name: a\n    scales: rating-5\n", 3, "did you mean 'scale'?"),
  MalformedCodebook("columns:\n  - name: a\n    scale: satisfacton-5\n", 3, "did you mean 'satisfaction-5'?"),
  MalformedCodebook("columns:\n  - name: a\n    scale: auto\n", 3, "there is no scale 'auto'"),
  MalformedCodebook("columns:\n  - name: a\n    scale: {x: 1}\n", 3, "'scale' of a column must be a text"),
  MalformedCodebook("columns:\n  - name: a\n    reversed: true\n", 2, "add its 'scale'"),
  MalformedCodebook("columns:\n  - {name: a, scale: rating-5, reversed: 是}\n", 2, "must be true or false"),
  MalformedCodebook("columns:\n  - name: a\n  - name: b\n    id: a\n", 3, "the name 'a' is used twice"),
  MalformedCodebook(
    "columns:\n  - {name: a, id: x}\n  - {name: b, id: x}\n", 3, "the name 'x' is used twice"),
  MalformedCodebook("columns:\n  - name: a\n  - name: a\n", 3, "the name 'a' is used twice"),
  MalformedCodebook("columns:\n  - {name: a, id: b}\n  - name: b\n", 3, "the name 'b' is used twice"),
  MalformedCodebook(
    "columns:\n  - name: a\n    missing: {x: 1}\n", 3, "'missing' of a column must be a list"),
  MalformedCodebook("columns:\n  - name: a\n    choices: [[b]]\n", 3, "'choices' of a column must be a text"),
  MalformedCodebook(
    "columns:\n  - name: a\n    separator: [x]\n", 3, "'separator' of a column must be a text"),
  MalformedCodebook("overall: [a]\n", 1, "'overall' of the codebook must be a text"),
  MalformedCodebook("missing: {a: 1}\n", 1, "'missing' of the codebook must be a list"),
  MalformedCodebook("constructs: k\n", 1, "'constructs' of the codebook must be a list"),
  MalformedCodebook("constructs:\n  - name: k\n", 2, "a construct needs 'items'"),
  MalformedCodebook("constructs:\n  - items: [a]\n", 2, "a construct has no 'name'"),
  MalformedCodebook("constructs:\n  - {name: k, items: [a], weight: 0}\n", 2, "must be greater than 0"),
  MalformedCodebook("constructs:\n  - {name: k, items: [a], weight: -1}\n", 2, "must be greater than 0"),
  MalformedCodebook("constructs:\n  - {name: k, items: [a], weight: 20%}\n", 2, "must be a number"),
  MalformedCodebook("constructs:\n  - {name: k, items: [a], weight: 1e999}\n", 2, "too large"),
  MalformedCodebook(
    "constructs:\n  - {name: k, items: [a], minimum_answered: 2}\n", 2, "from 1 to the number of items"),
  MalformedCodebook(
    "constructs:\n  - {name: k, items: [a], minimum_answered: 0}\n", 2, "from 1 to the number of items"),
  MalformedCodebook(
    "constructs:\n  - {name: k, items: [a, b], minimum_answered: 1.5}\n", 2, "from 1 to the number of items"),
  MalformedCodebook("constructs:\n  - {name: k, items: [a, b, a]}\n", 2, "names 'a' twice"),
  MalformedCodebook(
    "constructs:\n  - {name: k, items: [a]}\n  - {name: k, items: [b]}\n", 3, "the name 'k' is used twice"),
  MalformedCodebook(
    "columns:\n  - name: k\nconstructs:\n  - {name: k, items: [a]}\n", 4, "the name 'k' is used twice"),
  MalformedCodebook("constructs:\n  - {name: k, item: [a]}\n", 2, "did you mean 'items'?"),
  MalformedCodebook("scales:\n  - name: s\n", 2, "at least two scores"),
  MalformedCodebook(scale + "      - {label: a, score: 1}\n", 2, "at least two scores"),
  MalformedCodebook("scales:\n  - {name: s, minimum: 1, maximum: 5}\n", 2, "a scale needs 'options'"),
  MalformedCodebook(
    "scales:\n  - {name: s, minimum: 5, maximum: 1, numbers: true}\n", 2, "smaller than the second"),
  MalformedCodebook(
    "scales:\n  - {name: s, minimum: 0, maximum: 1e300, numbers: true}\n", 2, "between -1e15 and 1e15"),
  MalformedCodebook("scales:\n  - {minimum: 1, maximum: 5, numbers: true}\n", 2, "a scale has no 'name'"),
  MalformedCodebook(
    "scales:\n  - {name: s, minimum: 1, maximum: 5, numbers: true}\n  - {name: s, minimum: 1, maximum: 5, numbers: true}\n",
    3, "the scale 's' is declared twice"),
  MalformedCodebook(scale + "      - {label: a, score: 1}\n      - b\n", 5, "an option must be a mapping"),
  MalformedCodebook(
    scale + "      - {label: a, score: 1}\n      - {score: 2}\n", 5, "an option has no 'label'"),
  MalformedCodebook(
    scale + "      - {label: a, score: 1}\n      - {label: b, score: 2}\n      - {label: c}\n", 6,
    "needs a 'score', or a 'role'"),
  MalformedCodebook(
    scale + "      - {label: a, score: 1}\n      - {label: b, score: 2, role: na}\n", 5,
    "an option of role na has no score"),
  MalformedCodebook(
    scale + "      - {label: a, score: 1}\n      - {label: b, score: 2}\n      - {label: c, role: neutral}\n",
    6,
    "an option of role neutral needs a 'score'"),
  MalformedCodebook(
    scale + "      - {label: a, score: 1}\n      - {label: b, score: 2, role: postive}\n", 5,
    "did you mean 'positive'?"),
  MalformedCodebook(
    scale + "      - {label: a, score: 1}\n      - {label: b, score: 2}\n      - {label: Ａ, role: na}\n", 6,
    "is spelled as 'a'"),
  MalformedCodebook(
    scale + "      - {label: a, score: 1}\n      - {label: b, score: 2, aliases: [A]}\n", 5,
    "is spelled as 'a'"),
  MalformedCodebook(
    scale + "      - {label: a, score: 1, code: 1}\n      - {label: b, score: 2, code: 1}\n", 5,
    "is spelled as 'a'"),
  MalformedCodebook(
    "scales:\n  - name: s\n    minimum: 1\n    maximum: 2\n    options:\n      - {label: a, score: 3}\n", 6,
    "outside the scale's minimum and maximum"),
  MalformedCodebook(
    "scales:\n  - {name: 'x:reversed', minimum: 1, maximum: 2, numbers: true}\n", 2, "cannot be the name"),
  MalformedCodebook(
    "scales:\n  - {name: auto, minimum: 1, maximum: 2, numbers: true}\n", 2, "cannot be the name"),
  MalformedCodebook("columns:\n\t- name: a\n", 2, ""),
  MalformedCodebook("{\"columns\": [{\"name\": \"a\"]}", 1, ""),
]

@Suite("malformed codebooks") struct MalformedCodebookTests {
  @Test("the line is named and what to do", arguments: malformedCodebooks)
  func located(_ wrong: MalformedCodebook) {
    do {
      _ = try Codebook(document: Array(wrong.text.utf8), name: "book.yaml")
      Issue.record("it was read")
    } catch {
      #expect(error.code == .malformedData)
      #expect(error.row == wrong.line && (error.column ?? 0) >= 1, "\(error.message)")
      #expect(error.message.hasPrefix("book.yaml line \(wrong.line), column "), "\(error.message)")
      #expect(error.message.contains(wrong.words), "\(error.message)")
    }
  }

  @Test("bytes that are no text, a file that is not there and one too large") func unreadable() {
    do {
      _ = try Codebook(document: [0x61, 0x3A, 0x20, 0xB4, 0xFA], name: "book")
      Issue.record("Big5 was read")
    } catch {
      #expect(error.code == .badEncoding)
    }
    do {
      _ = try Codebook(file: "/nowhere/book.yaml")
      Issue.record("read")
    } catch {
      #expect(error.code == .inputOutput)
    }
  }
}
