import Testing

@Suite struct SurveyDocumentsRoom {}
