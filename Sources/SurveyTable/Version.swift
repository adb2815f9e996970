/// The version of the library, the tool, the header and the Python package.
public let surveyStatsVersion = "0.1.0"
