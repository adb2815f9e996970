// swift-tools-version: 6.2
// An app of its own that depends on the product SurveyStats.
import PackageDescription

let package = Package(
  name: "satisfaction",
  dependencies: [.package(name: "survey-stats", path: "../..")],
  targets: [
    .executableTarget(
      name: "satisfaction",
      dependencies: [.product(name: "SurveyStats", package: "survey-stats")])
  ],
  swiftLanguageModes: [.v6]
)
