// swift-tools-version: 6.2
// What of the benchmarks must be a program of its own: the maker of files, which needs no library, and an app
// that embeds the library. Everything else is data (cases.json) and the scripts that run it.
import PackageDescription

let package = Package(
  name: "survey-bench",
  dependencies: [.package(name: "survey-stats", path: "..")],
  targets: [
    .executableTarget(name: "survey-bench-files"),
    .executableTarget(
      name: "survey-bench-embedded",
      dependencies: [.product(name: "SurveyStats", package: "survey-stats")]),
  ],
  swiftLanguageModes: [.v6]
)
