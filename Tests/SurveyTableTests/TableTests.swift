import Foundation
import Testing

@testable import SurveyTable

@Suite struct NumberTextTests {
  @Test(
    "reads decimal notation as the nearest double",
    arguments: [
      "0", "1", "-1", "+5", ".5", "5.", "1e3", "1E-3", "0.1", "33.846999", "123456789012345678901234567890",
      "2.2250738585072014e-308", "1.7976931348623157e308", "9007199254740993", "0.1e-10", "00012",
      "123456.7890123456789", "1e22", "1e23", "4.9e-324", " 7 ", "\t7",
    ])
  func reads(_ text: String) {
    let expected = Double(text.trimmingCharacters(in: .whitespaces))
    #expect(parseNumber(text) == expected)
  }

  @Test(
    "what is not decimal notation is no number",
    arguments: [
      "", " ", "abc", "nan", "inf", "0x10", "1e", "1e+", "--1", "1 2", "1,5", "５", ".", "-", "1e999", "1_000",
    ])
  func refuses(_ text: String) { #expect(parseNumber(text) == nil) }

  @Test("text reads back as the same number") func roundTrip() {
    for value in [0, 1, -3, 0.1, 1e-5, 123.456, 1e15, 1e16, 1e300, -2.5e-300] {
      #expect(Double(shortestText(value)) == value)
    }
    #expect(shortestText(113) == "113")
  }
}

@Suite struct ColumnSelectionTests {
  static func data() throws -> SurveyData {
    try SurveyData(
      columns: ["id", "q1", "q2", "q3-a", "q3", "a,b", "overall"].map {
        SurveyColumn(name: $0, values: .int8([1]))
      })
  }

  @Test(
    "lists, ranges and stars in file order",
    arguments: [
      ("q1,q3", ["q1", "q3"]), ("q1-q3", ["q1", "q2", "q3-a", "q3"]), ("q3-a", ["q3-a"]),
      ("q3-a-overall", ["q3-a", "q3", "a,b", "overall"]), ("a,b", ["a,b"]),
      ("overall,q1-q2,q1", ["overall", "q1", "q2"]),
      ("*", ["id", "q1", "q2", "q3-a", "q3", "a,b", "overall"]),
    ])
  func selects(_ text: String, _ names: [String]) throws {
    #expect(try Self.data().columns(matching: text) == names)
  }

  @Test("an unknown name is answered with the nearest") func nearest() throws {
    do {
      _ = try Self.data().columns(matching: "overal")
      Issue.record("found")
    } catch let error as SurveyStatsError {
      #expect(error.code == .unknownColumn)
      #expect(error.message.contains("'overall'"))
    }
  }

  @Test("a range that runs backwards is wrong usage") func backwards() throws {
    do {
      _ = try Self.data().columns(matching: "q3-q1")
      Issue.record("found")
    } catch let error as SurveyStatsError {
      #expect(error.code == .invalidArgument)
    }
  }
}

@Suite struct KeyOrderTests {
  @Test("numbers ascend, other keys go by their bytes") func order() {
    #expect(sortedKeyOrder(["10", "9", "2.5"]) == [2, 1, 0])
    #expect(sortedKeyOrder(["10", "9", "x"]) == [0, 1, 2])
    #expect(sortedKeyOrder(["信義區", "B", "a"]) == [1, 2, 0])
  }
}

@Suite struct TextDictionaryTests {
  @Test("texts that differ get codes that differ") func distinct() {
    let dictionary = TextDictionary()
    let texts = ["", "a", "ab", "12345678", "123456789", "12345678\0", "信義區", "中正區", "a\0"]
    let codes = texts.map { dictionary.code(of: $0) }
    #expect(Set(codes).count == texts.count)
    for (text, code) in zip(texts, codes) { #expect(dictionary[code] == text) }
    for number in 0..<20_000 { _ = dictionary.code(of: "key \(number)") }
    for (text, code) in zip(texts, codes) { #expect(dictionary.code(of: text) == code) }
    #expect(dictionary[-1] == "" && dictionary[999_999] == "")
  }
}

@Suite struct MissingCodesTests {
  @Test("codes for all items and for named ones") func parsing() throws {
    let codes = try MissingCodesByColumn(parsing: "9,99;q1=8;q 2=不知道,98")
    #expect(codes.codes(for: "q3").numbers == [9, 99])
    #expect(codes.codes(for: "q1").numbers == [8])
    #expect(codes.codes(for: "q 2").texts == ["不知道", "98"])
  }

  @Test("codes for a column that is not there are an error") func unknown() {
    do {
      _ = try SurveyData(
        columns: [SurveyColumn(name: "q1", values: .int8([1]))],
        missing: try MissingCodesByColumn(parsing: "q2=9"))
      Issue.record("accepted")
    } catch {
      #expect(error.code == .unknownColumn)
    }
  }
}

@Suite struct MemoryDataTests {
  @Test("columns of different length, name or validity are refused")
  func shapes() {
    let good = SurveyColumn(name: "a", values: .int8([1, 2]))
    for bad in [
      [good, SurveyColumn(name: "b", values: .int8([1]))], [good, good],
      [SurveyColumn(name: "", values: .int8([1]))],
      [SurveyColumn(name: "a", values: .int8([1, 2]), validity: [1])],
    ] {
      do {
        _ = try SurveyData(columns: bad)
        Issue.record("accepted")
      } catch {
        #expect(error.code == .invalidArgument)
      }
    }
  }

  @Test("an infinite answer is an error that names it, a NaN a missing one") func specialNumbers() throws {
    let data = try SurveyData(columns: [SurveyColumn(name: "x", values: .float64([1, .nan, .infinity]))])
    let source = try data.makeSource()
    let batch = ColumnBatch()
    try source.begin([ColumnRequest(column: 0, reading: .number)], into: batch, run: nil)
    do {
      _ = try source.next(into: batch)
      Issue.record("accepted")
    } catch {
      #expect(error.row == 3 && error.column == 1)
    }
  }
}
