import Testing

@Suite struct SurveyWeightingRoom {}
