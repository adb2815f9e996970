import CSurveyShims
import Glibc
import SurveyStats
import SurveyTable

/// `survey-stats`: arguments in, a rendered result out.
@main
struct Tool {
  static func main() {
    // A summary asks for totals several times, in arrays of a few megabytes each: what one question gave back the next one
    // gets, without a call of the system and a fault for every page in between.
    survey_keep_freed_memory()
    Watch.shared.begin()
    let status = run(Array(CommandLine.arguments.dropFirst()))
    Watch.shared.withoutLine(forGood: true) {}
    exit(status)
  }

  static func run(_ words: [String]) -> Int32 {
    do {
      return try answer(words)
    } catch let error as UsageError {
      let isChinese = language(of: words) == .traditionalChinese
      fail(isChinese ? error.chinese : error.message, isChinese)
      // The help of the command where one was named.
      let command = words.first.flatMap { name in Command.all.first { $0.name == name }?.name }
      let help = "survey-stats \(command.map { "\($0) " } ?? "")--help"
      Output.message(isChinese ? "用法請見 \(help)" : "\(help) tells how to use it")
      return 2
    } catch let error as SurveyStatsError {
      let language = language(of: words)
      // A pipe may have ended because its other end was interrupted, too.
      if let signal = Watch.shared.signal {
        Output.message(Watch.words(language))
        return 128 + signal
      }
      let command = words.first.flatMap { name in Command.all.first { $0.name == name } }
      fail(OptionNames(command).written(error.text(in: language)), language == .traditionalChinese)
      return error.code.isUsage ? 2 : 1
    } catch {
      Output.message("\(error)")
      return 1
    }
  }

  private static func fail(_ message: String, _ isChinese: Bool) {
    Output.message((isChinese ? "錯誤：" : "") + message)
  }

  /// The language of an error, also of one about the words themselves.
  private static func language(of words: [String]) -> Language {
    for (index, word) in words.enumerated() {
      let following = index + 1 < words.count ? words[index + 1] : ""
      let named = word == "--lang" ? following : word.hasPrefix("--lang=") ? String(word.dropFirst(7)) : ""
      if let language = Language(rawValue: named) { return language }
    }
    return environmentLanguage
  }

  private static func answer(_ words: [String]) throws -> Int32 {
    guard let first = words.first else {
      try Output.write(Help.overview, to: nil)
      return 2
    }
    if first == "--help" || first == "-h" || first == "help" {
      let named = words.dropFirst().first.flatMap { name in Command.all.first { $0.name == name } }
      try Output.write(named.map(Help.text) ?? Help.overview, to: nil)
      return 0
    }
    if first == "--version" {
      try Output.write("survey-stats \(surveyStatsVersion)\n", to: nil)
      return 0
    }
    guard let command = Command.all.first(where: { $0.name == first }) else {
      let nearest = nearestName(to: first, among: Command.all.map(\.name))
      throw UsageError(
        message: "unknown command '\(first)'" + (nearest.map { "; did you mean \($0)?" } ?? ""),
        chinese: "沒有「\(first)」這個指令" + (nearest.map { "；是否為 \($0)？" } ?? ""))
    }
    let arguments = try ParsedArguments(words.dropFirst(), specifications: command.options)
    if arguments.has("help") {
      try Output.write(Help.text(for: command), to: nil)
      return 0
    }
    let language = try arguments.choice("lang", Language.self) ?? environmentLanguage
    Watch.shared.configure(language: language, showsProgress: !arguments.has("no-progress"))
    let request = Request(
      command: command, arguments: arguments, language: language, run: Watch.shared.run)
    if command.name == "weight" {
      try request.runWeight()
      return 0
    }
    if command.name == "fold" || command.name == "merge" {
      try command.name == "fold" ? request.runFold() : request.runMerge()
      return 0
    }
    if command.name == "plan" || command.name == "report" { return try request.runPlan() }
    let result = try request.answer()
    let isFile = arguments["output"] != nil && result.format == .csv
    try Output.write(
      (isFile ? Output.markOfCSVFiles : "") + result.text, to: arguments["output"], inputs: request.inputs)
    // A table for a program has no place for notes; a person must still see them.
    for note in result.notes { Output.message(note) }
    return 0
  }

  /// The terminal's language, as POSIX ranks the variables.
  private static var environmentLanguage: Language {
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      if let value = getenv(name), value.pointee != 0 {
        return String(cString: value).hasPrefix("zh") ? .traditionalChinese : .english
      }
    }
    return .english
  }
}

extension SurveyStatsError.Code {
  /// Whether the request is wrong whatever the data hold.
  fileprivate var isUsage: Bool {
    switch self {
    case .invalidArgument, .invalidExpression, .unsupported: true
    default: false
    }
  }
}
