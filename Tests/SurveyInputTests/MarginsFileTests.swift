import SurveyInput
import SurveyTable
import Testing

/// Margins files: what they may hold, and where an error points.
@Suite struct MarginsFileTests {
  private func margins(_ text: String) throws -> PopulationMargins {
    try PopulationMargins(csv: Array(text.utf8))
  }

  @Test("variables and categories keep the file's order, joint cells are taken apart")
  func reads() throws {
    let read = try margins(
      "note,count,category,variable\nx, 12 ,女,性別\nx,3,女:20-29 ,性別: 年齡\n,1e3,NA,性別\n,0.5,男:0,性別:年齡\n,7,09:00-12:00,時段\n"
    )
    #expect(read.variables.map(\.columns) == [["性別"], ["性別", "年齡"], ["時段"]])
    #expect(read.variables[0].categories.map(\.answers) == [["女"], ["NA"]])
    #expect(read.variables[0].categories.map(\.count) == [12, 1000])
    #expect(read.variables[1].categories.map(\.answers) == [["女", "20-29"], ["男", "0"]])
    #expect(read.variables[2].categories.map(\.answers) == [["09:00-12:00"]])
  }

  @Test("CP950 and a byte order mark are read like any file")
  func encodings() throws {
    let big5: [UInt8] = Array("variable,category,count\nsex,".utf8) + [0xA4, 0x6B] + Array(",5\n".utf8)
    #expect(try PopulationMargins(csv: big5).variables[0].categories[0].answers == ["女"])
    let marked: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("variable;category;count\nsex;女;5\n".utf8)
    #expect(try PopulationMargins(csv: marked).variables[0].total == 5)
  }

  @Test(
    "an error names row and column",
    arguments: [
      ("sex,,5", 2, 2, "empty"), (",F,5", 2, 1, "empty"), ("sex,F,", 2, 3, "empty"),
      ("sex,F,many", 2, 3, "not a number"),
      ("sex,F,\"5,120\"", 2, 3, "thousands"), ("sex,F,-5", 2, 3, "negative"),
      ("sex,F,5\nsex,M,1\nsex, F,6", 4, 2, "row 2"),
      ("sex:age,F,5", 2, 2, "2 answers"), ("sex:age,F:,5", 2, 2, "2 answers"),
      ("sex::age,F:a:b,5", 2, 1, "empty column name"),
      ("sex,F", 2, nil, "2 of 3 cells"), ("sex,F,nan", 2, 3, "not a number"),
      ("sex,F,inf", 2, 3, "not a number"),
    ] as [(String, Int, Int?, String)])
  func located(_ rows: String, _ row: Int, _ column: Int?, _ word: String) throws {
    do {
      _ = try margins("variable,category,count\n" + rows + "\n")
      Issue.record("it was read")
    } catch let error as SurveyStatsError {
      #expect(error.code == .malformedData && error.row == row, "\(error)")
      if let column { #expect(error.column == column, "\(error)") }
      #expect(error.message.contains(word), "\(error)")
    }
  }

  @Test("a missing heading, an empty file and a missing file") func nothingToRead() throws {
    func code(_ body: () throws -> PopulationMargins) -> SurveyStatsError.Code? {
      do {
        _ = try body()
        return nil
      } catch {
        return (error as? SurveyStatsError)?.code
      }
    }
    #expect(code { try margins("variable,category,n\nsex,F,1\n") } == .unknownColumn)
    #expect(code { try margins("variable,category,count\n") } == .emptyData)
    #expect(code { try margins("") } == .emptyData)
    #expect(code { try PopulationMargins(csvFile: "no-such-margins.csv") } == .inputOutput)
  }
}
