// Mean satisfaction of a counter questionnaire, by area, with the growth since last year.
//
//   swift run satisfaction ../../seeds/surveys/counter-service.csv
import SurveyStats

@main
struct Satisfaction {
  static func main() throws {
    guard CommandLine.arguments.count == 2 else {
      print("usage: satisfaction FILE.csv")
      return
    }
    let data = try SurveyData(
      csvFile: CommandLine.arguments[1], options: CSVOptions(missing: MissingCodesByColumn(parsing: "9")))
    let design = try SampleDesign(data, weights: "權數", strata: "服務區", cluster: "里", fpc: "區內里數")

    let means = try design.mean("服務禮儀", by: "服務區")
    for row in means.rows {
      print(row.group[0].value, row.term, row.estimate ?? .nan, row.standardError ?? .nan)
    }
    let growth = try design.contrast("成長率 = (整體_103 - 整體_102) / 整體_102")
    print(growth.rendered(as: .text, language: .traditionalChinese))
  }
}
