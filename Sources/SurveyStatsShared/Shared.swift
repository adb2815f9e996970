// The shared library is the C layer and nothing more; its linker flags sit in Package.swift.
@_exported import SurveyStatsC
