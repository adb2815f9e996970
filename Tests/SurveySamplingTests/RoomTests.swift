import Testing

@Suite struct SurveySamplingRoom {}
