import SurveyInput
import SurveyTable
import Testing

@Test(
  "the tool that wrote a file is known by columns of its own",
  arguments: [
    ("時間戳記,您滿意嗎？", "Google Forms"), ("Timestamp,Q", "Google Forms"), ("Q,Timestamp", nil),
    ("填答時間,填答秒數,滿意度,IP紀錄", "SurveyCake"), ("填答時間,滿意度", nil),
    ("ID,開始時間,完成時間,電子郵件,名稱,滿意度", "Microsoft Forms"),
    ("ID,Start time,Completion time,Email,Name,Q", "Microsoft Forms"), ("ID,開始時間,滿意度", nil),
    ("id,submitdate,lastpage,startlanguage,seed,Q1[SQ001]", "LimeSurvey"),
    ("StartDate,EndDate,Status,Finished,ResponseId,DistributionChannel,Q1", "Qualtrics"),
    ("Respondent ID,Collector ID,Q", "SurveyMonkey"), ("編號,滿意度", nil),
  ] as [(String, String?)])
func exportingTools(_ header: String, _ tool: String?) throws {
  #expect(try SurveyData(csv: Array((header + "\n").utf8)).dialect?.tool == tool)
}
