// The module an app imports: every public name of the rooms below, and nothing of its own.
@_exported import SurveyDesign
@_exported import SurveyInference
@_exported import SurveyInput
@_exported import SurveyPlans
@_exported import SurveyQuestionnaire
@_exported import SurveyReports
@_exported import SurveySampling
@_exported import SurveyTable
@_exported import SurveyWeighting
