// swift-tools-version: 6.2
// The rooms of the house, lowest floor first; a target lists only targets of lower floors.
import PackageDescription

let gsl: [LinkerSetting] = [
  // Static, in this order, so that nothing we ship needs a GSL on the user's machine.
  .linkedLibrary(":libgsl.a"), .linkedLibrary(":libgslcblas.a"), .linkedLibrary("m"),
]

let package = Package(
  name: "survey-stats",
  products: [
    .library(name: "SurveyStats", targets: ["SurveyStats"]),
    .library(name: "surveystats", type: .dynamic, targets: ["SurveyStatsShared"]),
    .executable(name: "survey-stats", targets: ["survey-stats"]),
  ],
  targets: [
    // Floor 0: system libraries and the C that Swift cannot say.
    .systemLibrary(
      name: "CGSL", path: "Sources/CGSL", pkgConfig: nil, providers: [.apt(["libgsl-dev"])]),
    .systemLibrary(
      name: "CYaml", path: "Sources/CYaml", pkgConfig: nil, providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "CMd", path: "Sources/CMd", pkgConfig: nil, providers: [.apt(["libmd-dev"])]),
    .systemLibrary(
      name: "CMinizip", path: "Sources/CMinizip", pkgConfig: nil, providers: [.apt(["libminizip-dev"])]),
    .systemLibrary(
      name: "CZlib", path: "Sources/CZlib", pkgConfig: nil, providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CZstd", path: "Sources/CZstd", pkgConfig: nil, providers: [.apt(["libzstd-dev"])]),
    .target(name: "CSurveyShims"),

    // Floor 1.
    .target(
      name: "SurveyNumerics", dependencies: ["CGSL", "CSurveyShims"], linkerSettings: gsl),
    .target(
      name: "SurveyDocuments", dependencies: ["CYaml"], linkerSettings: [.linkedLibrary(":libyaml.a")]),
    .target(name: "SurveyTable", dependencies: ["CSurveyShims"]),

    // Floor 2.
    .target(
      name: "SurveyInput",
      dependencies: ["SurveyTable", "SurveyDocuments", "CSurveyShims", "CZlib", "CZstd"],
      linkerSettings: [.linkedLibrary(":libz.a"), .linkedLibrary(":libzstd.a")]),
    .target(name: "SurveyDesign", dependencies: ["SurveyTable", "SurveyNumerics"]),

    // Floor 3.
    .target(
      name: "SurveyInference", dependencies: ["SurveyDesign", "SurveyTable", "SurveyNumerics"]),
    .target(
      name: "SurveyWeighting", dependencies: ["SurveyDesign", "SurveyTable", "SurveyNumerics"]),

    // Floor 4.
    .target(
      name: "SurveySampling",
      dependencies: ["SurveyInference", "SurveyDesign", "SurveyTable", "SurveyNumerics"]),
    .target(
      name: "SurveyQuestionnaire",
      dependencies: [
        "SurveyInference", "SurveyInput", "SurveyDesign", "SurveyTable", "SurveyDocuments", "SurveyNumerics",
      ]),

    // Floor 5.
    .target(
      name: "SurveyPlans",
      dependencies: [
        "SurveyQuestionnaire", "SurveySampling", "SurveyWeighting", "SurveyInference", "SurveyDesign",
        "SurveyInput", "SurveyTable", "SurveyDocuments", "SurveyNumerics", "CMd",
      ], linkerSettings: [.linkedLibrary(":libmd.a")]),

    // Floor 6.
    .target(
      name: "SurveyReports",
      dependencies: [
        "SurveyPlans", "SurveyQuestionnaire", "SurveySampling", "SurveyWeighting", "SurveyInference",
        "SurveyDesign",
        "SurveyInput", "SurveyTable", "SurveyDocuments", "SurveyNumerics", "CSurveyShims", "CMinizip",
      ], linkerSettings: [.linkedLibrary(":libminizip.a"), .linkedLibrary(":libz.a")]),

    // Floor 7: what an app imports.
    .target(
      name: "SurveyStats",
      dependencies: [
        "SurveyTable", "SurveyInput", "SurveyDesign", "SurveyInference", "SurveyWeighting",
        "SurveySampling", "SurveyQuestionnaire", "SurveyPlans", "SurveyReports",
      ]),

    // Floor 8: the C library's contract and its implementation.
    .systemLibrary(name: "CSurveyStats", path: "include"),
    .target(
      name: "SurveyStatsC", dependencies: ["SurveyStats", "SurveyTable", "CSurveyStats", "CSurveyShims"]),

    // Floor 9: what is shipped. Linker flags sit here alone, because a target that tests depend
    // on cannot carry them.
    .target(
      name: "SurveyStatsShared", dependencies: ["SurveyStatsC"], exclude: ["exports.map"],
      linkerSettings: [
        .unsafeFlags([
          "-static-stdlib",
          "-Xlinker", "-soname=libsurveystats.so.0",
          "-Xlinker",
          "--version-script=\(Context.packageDirectory)/Sources/SurveyStatsShared/exports.map",
          "-Xlinker", "--gc-sections", "-Xlinker", "-s",
        ])
      ]),
    .executableTarget(
      name: "survey-stats", dependencies: ["SurveyStats", "SurveyTable", "SurveyReports", "CSurveyShims"]),

    // Tests.
    .testTarget(name: "SurveyNumericsTests", dependencies: ["SurveyNumerics", "CSurveyShims"]),
    .testTarget(name: "SurveyTableTests", dependencies: ["SurveyTable"]),
    .testTarget(name: "SurveyInputTests", dependencies: ["SurveyInput", "SurveyTable", "CSurveyShims"]),
    .testTarget(name: "SurveyDocumentsTests", dependencies: ["SurveyDocuments"]),
    .testTarget(name: "SurveyWeightingTests", dependencies: ["SurveyStats", "SurveyWeighting"]),
    .testTarget(name: "SurveySamplingTests", dependencies: ["SurveyStats", "SurveySampling"]),
    .testTarget(
      name: "SurveyDesignTests",
      dependencies: ["SurveyStats", "SurveyInference", "SurveyDesign", "SurveyTable", "SurveyNumerics"]),
    .testTarget(
      name: "SurveyQuestionnaireTests",
      dependencies: ["SurveyStats", "SurveyInput", "SurveyDesign", "SurveyTable", "SurveyNumerics"]),
    .testTarget(
      name: "SurveyReportsTests",
      dependencies: ["SurveyStats", "SurveyPlans", "SurveyReports", "CSurveyShims"]),
    .testTarget(name: "SurveyPlansTests", dependencies: ["SurveyStats", "SurveyPlans"]),
    .testTarget(name: "ReferenceTests", dependencies: ["SurveyStats", "SurveyDesign"]),
  ],
  swiftLanguageModes: [.v6]
)
