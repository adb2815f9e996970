// Writes one CSV file for the benchmarks; the same options give the same bytes on every machine.
//
//   survey-bench-files --kind quoted --rows 1000000 --strata 20 --clusters 500 --items 21 --domains 39 --seed 5 FILE
import Glibc

@main
struct SurveyBenchFiles {
  static func main() {
    do {
      try write(Specification(arguments: Array(CommandLine.arguments.dropFirst())))
    } catch {
      let text = Array("survey-bench-files: \(error.message)\n".utf8)
      _ = Glibc.write(2, text, text.count)
      exit(1)
    }
  }

  private static func write(_ specification: Specification) throws(UsageError) {
    guard let file = fopen(specification.path, "wx") else {
      throw UsageError("\(specification.path) cannot be made: \(String(cString: strerror(errno)))")
    }
    var writer = RowWriter(specification, into: OutputBuffer(file))
    writer.header()
    for row in 0..<specification.rows {
      writer.row(row)
      if writer.failed { break }
    }
    writer.finish()
    guard fclose(file) == 0, !writer.failed else {
      throw UsageError("\(specification.path) cannot be written: \(String(cString: strerror(errno)))")
    }
  }
}
