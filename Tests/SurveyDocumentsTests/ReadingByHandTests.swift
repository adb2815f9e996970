import SurveyDocuments
import Testing

private enum Channel: String, CaseIterable { case counter, phone, web }

@Suite("reading a tree by hand") struct ReadingByHandTests {
  private func node(_ text: String) throws -> DocumentNode {
    try #require(try parse("a: \(text)", as: .yaml).object(expecting: "it").entries.first?.value)
  }

  @Test func scalars() throws {
    #expect(try node("112/5/4").text(expecting: "x") == "112/5/4")
    #expect(try node("NO").text(expecting: "x") == "NO")
    #expect(try node("0912").text(expecting: "x") == "0912")
    #expect(try node("\"\"").text(expecting: "x").isEmpty)
    #expect(try node("0.05").number(expecting: "x") == 0.05)
    #expect(try node("-1e-3").number(expecting: "x") == -0.001)
    #expect(try node("+5.").number(expecting: "x") == 5)
    #expect(try node(".5").number(expecting: "x") == 0.5)
    #expect(try node("0112").integer(expecting: "x") == 112)
    #expect(try node("-9223372036854775808").integer(expecting: "x") == .min)
    #expect(try node("true").boolean(expecting: "x"))
    #expect(try !node("False").boolean(expecting: "x"))
    #expect(try node("web").choice(Channel.self, expecting: "x") == .web)
    #expect(try node("[1, NO]").texts(expecting: "x") == ["1", "NO"])
    #expect(try node("1").textsOrText(expecting: "x") == ["1"])
    #expect(try node("[1, 2]").textsOrText(expecting: "x") == ["1", "2"])
    #expect(try node("~").isNull)
  }

  @Test(
    "numbers that are none",
    arguments: [
      "1,000", "7%", "１０", "0x10", "nan", ".inf", "1e", "-e", ".", "+-5", "5 5", "1e999", "\"5\"", "[5]", "~",
    ])
  func notNumbers(_ text: String) throws {
    let node = try node(text)
    let message = errorMessage { () throws(DocumentError) in _ = try node.number(expecting: "the target") }
    #expect(
      message?.hasPrefix("plan.yaml line 1, column 4: the target must be a number, but here is ") == true)
  }

  @Test func messagesSayWhatToDo() throws {
    func message(_ text: String, _ read: (DocumentNode) throws(DocumentError) -> Void) throws -> String? {
      let node = try node(text)
      let message = errorMessage { () throws(DocumentError) in try read(node) }
      return message.map { String($0.dropFirst("plan.yaml line 1, column 4: ".count)) }
    }
    #expect(
      try message("yes") { n throws(DocumentError) in _ = try n.boolean(expecting: "x") }
        == "x must be true or false, but here is 'yes'; write true")
    #expect(
      try message("否") { n throws(DocumentError) in _ = try n.boolean(expecting: "x") }
        == "x must be true or false, but here is '否'; write false")
    #expect(
      try message("\"5\"") { n throws(DocumentError) in _ = try n.integer(expecting: "x") }
        == "x must be a whole number, but here is '5' in quotes; take the quotes away")
    #expect(
      try message("5.5") { n throws(DocumentError) in _ = try n.integer(expecting: "x") }
        == "x must be a whole number, but here is '5.5'")
    #expect(
      try message("99999999999999999999") { n throws(DocumentError) in _ = try n.integer(expecting: "x") }
        == "x must be a whole number, but here is '99999999999999999999', which is too large")
    #expect(
      try message("0") { n throws(DocumentError) in _ = try n.integer(expecting: "x", in: 1...9) }
        == "x must be a whole number from 1 to 9, but here is '0'")
    #expect(
      try message("95") { n throws(DocumentError) in _ = try n.number(expecting: "x", in: 0...1) }
        == "x must be a number from 0 to 1, but here is '95'")
    #expect(
      try message("webb") { n throws(DocumentError) in _ = try n.choice(Channel.self, expecting: "x") }
        == "x must be one of counter, phone, web, but here is 'webb'; did you mean 'web'?")
    #expect(
      try message("[]") { n throws(DocumentError) in _ = try n.text(expecting: "x") }
        == "x must be a text, but here is a list")
    #expect(
      try message("~") { n throws(DocumentError) in _ = try n.text(expecting: "x") }
        == "x must be a text, but here is nothing; write it, in quotes if it is meant to be empty or 'null'")
    #expect(
      try message("q1") { n throws(DocumentError) in _ = try n.sequence(expecting: "x") }
        == "x must be a list, but here is 'q1'; write [a, b], or each item on a line of its own behind '- '")
    #expect(
      try message("title：調查") { n throws(DocumentError) in _ = try n.object(expecting: "x") }
        == "x must be a mapping of keys to values, but here is 'title：調查'; its colon is full-width (：), write ': ' instead"
    )
    #expect(
      try message("b:c") { n throws(DocumentError) in _ = try n.mapping(expecting: "x") }
        == "x must be a mapping of keys to values, but here is 'b:c'; put a space behind the colon")
    #expect(
      try message("[[1]]") { n throws(DocumentError) in _ = try n.textsOrText(expecting: "x") } == nil
        ? false : true)
  }

  @Test func objects() throws {
    let survey = try parse(
      "title: 調查\nlevel: 0.9\nitems: q1\nmore: [a, b]\nempty:\nweighted: true\nn: 3\nchannel: web\nsub: {k: 1}\n"
    ).object(expecting: "the survey")
    #expect(survey.keys.count == 9)
    #expect(try survey.text("title") == "調查")
    #expect(try survey.optionalText("none") == nil)
    #expect(try survey.optionalText("empty") == nil)
    #expect(try survey.number("level") == 0.9)
    #expect(try survey.number("none", default: 0.95) == 0.95)
    #expect(try survey.optionalNumber("none") == nil)
    #expect(try survey.texts("items") == ["q1"])
    #expect(try survey.texts("more") == ["a", "b"])
    #expect(try survey.texts("none").isEmpty)
    #expect(try survey.list("more").count == 2)
    #expect(try survey.optionalList("none").isEmpty)
    #expect(try survey.boolean("weighted", default: false))
    #expect(try survey.boolean("none", default: true))
    #expect(try survey.integer("n", in: 1...5) == 3)
    #expect(try survey.optionalInteger("none") == nil)
    #expect(try survey.optionalChoice("channel", Channel.self) == .web)
    #expect(try survey.object("sub").integer("k") == 1)
    #expect(try survey.optionalObject("none") == nil)
    #expect(
      errorMessage { () throws(DocumentError) in _ = try survey.text("level2") }
        == "plan line 1, column 1: the survey has no 'level2'; line 2 has 'level', which may be meant")
    #expect(
      errorMessage { () throws(DocumentError) in _ = try survey.text("weights_file") }
        == "plan line 1, column 1: the survey has no 'weights_file'; add it")
    #expect(
      errorMessage { () throws(DocumentError) in _ = try survey.text("empty") }
        == "plan line 5, column 7: 'empty' of the survey is empty; write its value behind the colon")
    #expect(
      errorMessage { () throws(DocumentError) in _ = try survey.number("title") }
        == "plan line 1, column 8: 'title' of the survey must be a number, but here is '調查'; write digits and a point alone, as in 12.5"
    )
  }

  @Test("a misspelt member is not ignored in silence")
  func unknownMembers() throws {
    let object = try parse("title: a\n  \ntilte: b\n", as: .yaml).object(expecting: "the plan")
    #expect(
      errorMessage { () throws(DocumentError) in try object.finish(allowed: ["title", "year"]) }
        == "plan.yaml line 3, column 1: the plan has no member 'tilte'; did you mean 'title'?")
    #expect(
      errorMessage { () throws(DocumentError) in try object.finish(allowed: ["title", "year", "tilte"]) }
        == nil)
    #expect(
      errorMessage { () throws(DocumentError) in try object.finish(allowed: ["x"]) }
        == "plan.yaml line 1, column 1: the plan has no member 'title'; it may have x")
  }
}
