// An app that embeds the library: the job of the benchmarks in one process, several times, each step by itself.
//
//   survey-bench-embedded FILE STRATUM CLUSTER WEIGHT q1,q2,… ROUNDS
//
// Prints the result as the tool does; seconds of every step go to standard error, one line of JSON.
import Glibc
import SurveyStats

@main
struct SurveyBenchEmbedded {
  static func main() {
    let words = CommandLine.arguments
    guard words.count == 7, let rounds = Int(words[6]), rounds > 0 else {
      tell("usage: survey-bench-embedded FILE STRATUM CLUSTER WEIGHT ITEMS ROUNDS\n")
      exit(2)
    }
    let items = ColumnList(words[5].split(separator: ",").map(String.init))
    do {
      var steps: [(open: Double, design: Double, mean: Double)] = []
      var result = ""
      for _ in 0..<rounds {
        let begin = seconds()
        let data = try SurveyData(csvFile: words[1])
        let opened = seconds()
        let design = try SampleDesign(
          data, weights: words[4], strata: ColumnList(words[2]), cluster: ColumnList(words[3]))
        let designed = seconds()
        let estimates = try design.mean(items)
        let done = seconds()
        result = estimates.rendered(as: .json)
        steps.append((opened - begin, designed - opened, done - designed))
      }
      print(result)
      let lines = steps.map { "{\"open\": \($0.open), \"design\": \($0.design), \"mean\": \($0.mean)}" }
      tell("[" + lines.joined(separator: ", ") + "]\n")
    } catch {
      tell("survey-bench-embedded: \(error)\n")
      exit(1)
    }
  }

  private static func seconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
  }

  private static func tell(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(2, bytes, bytes.count)
  }
}
