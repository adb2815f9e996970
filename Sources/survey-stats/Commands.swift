/// A command of the tool: its name, what help says, and the options it takes.
struct Command {
  var name: String
  var summary: String
  var usage: String
  var details: String
  var options: [OptionSpecification]

  static let all: [Command] = [
    Command(
      name: "describe", summary: "what a file holds: dialect, columns, answers, missing, duplicates",
      usage: "survey-stats describe FILE [options]",
      details: "Reads the whole file once and tells what is in it, without a single respondent's row.",
      options: reading
        + [
          OptionSpecification(
            name: "codebook-out", value: .required("FILE"),
            help: "write a first codebook there: columns, the scales their answers show, constructs")
        ] + [format("text, csv, json or markdown")] + output),
    Command(
      name: "frequency",
      summary: "how many gave each answer, and its share of everybody and of valid answers",
      usage: "survey-stats frequency FILE --items q1-q5 [options]",
      details: """
        Answers stand in the order of their scale, which is found from the answers unless --scale or a codebook
        names it. Shares of all respondents count blanks, 無意見 and refusals; valid shares do not.
        """,
      options: reading + meaning + design + replicates + items
        + asking.filter { $0.name != "covariance" } + [format("text, csv, json or markdown")] + output),
    Command(
      name: "score", summary: "means, scores from 0 to 100 and top-two shares of answers on scales",
      usage: "survey-stats score FILE --items q1-q5 [--as top2,score-of-max] [options]",
      details: """
        score-of-max is 100 * mean / highest score, score-of-range 100 * (mean - lowest) / (highest - lowest),
        top2 the share of positive answers. Constructs of a codebook are items too.
        """,
      options: reading + meaning + design + replicates + items
        + [
          OptionSpecification(
            name: "as", value: .required("KINDS"),
            help: "mean, score-of-max, score-of-range, top2; all of them by default"), base,
          OptionSpecification(
            name: "interval", value: .required("NAME"), help: "with top2, as in proportion"),
        ] + asking + [deff] + [format("text, csv, json or markdown")] + output),
    Command(
      name: "mean", summary: "weighted means with design-based intervals",
      usage: "survey-stats mean FILE --items q1-q5 [options]",
      details:
        "Each item uses its own valid answers. Rows outside --where and of other groups stay in the design.",
      options: reading + meaning + design + replicates + items + asking + [deff] + [
        format("text, csv, json or markdown")
      ]
        + output),
    Command(
      name: "total", summary: "weighted totals with design-based intervals",
      usage: "survey-stats total FILE --items visits [options]",
      details: "The total is the sum of weight times answer over the valid answers.",
      options: reading + meaning + design + replicates + items + asking + [deff] + [
        format("text, csv, json or markdown")
      ]
        + output),
    Command(
      name: "proportion", summary: "the share of each answer, with intervals that respect 0 and 1",
      usage: "survey-stats proportion FILE --items q1 [options]",
      details: "One row for each answer. Shares are fractions of 1 in JSON and CSV and % in text.",
      options: reading + meaning + design + replicates + items
        + [
          OptionSpecification(
            name: "levels", value: .required("A,B"),
            help: "the answers wanted, also where nobody gave them", repeats: true),
          OptionSpecification(
            name: "interval", value: .required("NAME"),
            help:
              "logit (default), xlogit, wald, korn-graubard, beta, wilson, wilson-adjusted, arcsine"),
        ] + asking + [deff] + [format("text, csv, json or markdown")] + output),
    Command(
      name: "quantile", summary: "medians, quartiles and other quantiles with design-based intervals",
      usage: "survey-stats quantile FILE --items waiting [--probs .5,.9] [options]",
      details: """
        A row for each item, group and share. The standard error is the width of the interval over 2t. Several rules
        say what a quantile is where the distribution jumps; man survey-stats tells them. The file is read once; a
        continuous column takes up to 340 bytes of memory a row.
        """,
      options: reading + meaning + design + items
        + [
          OptionSpecification(
            name: "probs", value: .required(".25,.5,.75"),
            help: "the shares that are to lie at or below each quantile (default .25,.5,.75)"),
          OptionSpecification(
            name: "rule", value: .required("NAME"),
            help: "math (default), school, hf1 to hf9 (Hyndman and Fan's nine definitions)"),
          OptionSpecification(
            name: "interval", value: .required("NAME"), help: "mean (default), beta, xlogit, arcsine, score"),
        ] + asking.filter { $0.name != "covariance" } + [format("text, csv, json or markdown")] + output),
    Command(
      name: "contrast", summary: "a function of means or totals, such as a growth rate or a ratio",
      usage: "survey-stats contrast FILE --expression 'growth = (b - a) / a' [options]",
      details: """
        The expression holds columns (any name in backticks), numbers, + - * / ^, parentheses, log, exp,
        sqrt and abs. Only rows with valid answers in all named columns count; covariances are kept.
        """,
      options: reading + meaning + design + replicates
        + [
          OptionSpecification(
            name: "expression", value: .required("'NAME = EXPR'"), help: "what to compute"),
          OptionSpecification(
            name: "statistic", value: .required("mean|total"),
            help: "what a column's name stands for (default mean)"),
          OptionSpecification(
            name: "items", value: .required("LIST"),
            help: "the columns the expression may name (optional; a check)"),
        ] + asking + [format("text, csv, json or markdown")] + output),
    Command(
      name: "growth", summary: "growth between two periods, from one file or from two",
      usage: "survey-stats growth FILE --items q1 --period YEAR --from 102 --to 103 [options]",
      details: """
        Or, with a file for each period: survey-stats growth PRIOR CURRENT --items q1 [options].
        Each item gives the estimates of both periods, their difference and the growth rate
        (later - earlier) / earlier. Two files are independent samples unless --id or --shared-clusters.
        For top2 and scores the answers tell their scale, unless --scale or a codebook names it.
        """,
      options: reading + meaning + design + replicates + items
        + [
          OptionSpecification(
            name: "period", value: .required("COL"), help: "the column that holds the period (one file)"),
          OptionSpecification(
            name: "from", value: .required("A"), help: "the earlier period; with two files its label"),
          OptionSpecification(
            name: "to", value: .required("B"), help: "the later period; with two files its label"),
          priorCodebook,
          OptionSpecification(
            name: "statistic", value: .required("NAME"),
            help: "mean (default), proportion, total, top2, score-of-max, score-of-range"),
          base,
          OptionSpecification(
            name: "comparable", value: .none,
            help: "two files: compare top2 or score-of-range although the scale changed"),
          OptionSpecification(
            name: "method", value: .required("NAME"),
            help: "the interval of the rate: delta (default), log, fieller, bootstrap (its percentiles)"),
          OptionSpecification(
            name: "id", value: .required("COL"), help: "the same respondents or units in both periods"),
          OptionSpecification(
            name: "shared-clusters", value: .none,
            help: "two files: clusters of equal name are the same clusters"),
          OptionSpecification(
            name: "levels", value: .required("A,B"),
            help: "with proportions, the answers wanted", repeats: true),
          OptionSpecification(
            name: "interval", value: .required("NAME"), help: "with proportions and top2, as in proportion"),
        ] + asking + [format("text, csv, json or markdown")] + output),
    Command(
      name: "reliability", summary: "Cronbach's alpha of a scale, and what each item adds to it",
      usage: "survey-stats reliability FILE --items q1-q5 [options]",
      details: """
        Only rows with valid answers to all items count. A plain sample gets Feldt's interval, a designed one the
        interval that its strata, clusters and weights give. The file is read twice.
        """,
      options: reading + meaning + design + items + asking + [format("text, csv, json or markdown")] + output),
    Command(
      name: "plan", summary: "check a service-quality plan, or evaluate it from its records",
      usage: "survey-stats plan check|evaluate PLAN.yaml [options]",
      details: """
        check names all that is wrong with the plan at once, with line and column: unknown keys, wrong values, files;
        and, where the plan can be read in full, columns, cells and indicators without a value. evaluate computes
        every indicator and judges it by its target. docs/plan-format.md describes plan files.
        """,
      options: [format("text, csv, json, markdown, html, odt or ods")] + output),
    Command(
      name: "report", summary: "the official report of a plan's year",
      usage: "survey-stats report PLAN.yaml [--format html] [--output FILE]",
      details: """
        One self-contained HTML file with charts that prints on A4; odt is the same to edit, ods its figures; text,
        csv, json and markdown for a terminal and for programs.
        """,
      options: [
        OptionSpecification(
          name: "format", value: .required("NAME"),
          help: "html (default), odt, ods, text, csv, json or markdown")
      ] + output),
    Command(
      name: "summary",
      summary: "the whole result on one page: sample, reliability, items, constructs, growth",
      usage: "survey-stats summary FILE [--prior FILE] --items q1-q20 [options]",
      details: """
        Without --items, the items of the codebook's constructs and its overall item. Scales are found from the
        answers unless --scale or a codebook names them. --prior adds growth since an earlier survey.
        """,
      options: reading + meaning + design + facts + items
        + [
          OptionSpecification(
            name: "prior", value: .required("FILE"), help: "the earlier survey, with the same columns"),
          priorCodebook,
          OptionSpecification(
            name: "from", value: .required("A"), help: "what the earlier survey is called (its year)"),
          OptionSpecification(name: "to", value: .required("B"), help: "what this survey is called"),
          OptionSpecification(
            name: "method", value: .required("NAME"),
            help: "the interval of growth: delta (default), log, fieller"),
          OptionSpecification(
            name: "id", value: .required("COL"), help: "the same respondents or units in both surveys"),
          OptionSpecification(
            name: "shared-clusters", value: .none, help: "clusters of equal name are the same in both surveys"
          ),
        ] + asking.filter { $0.name != "covariance" } + [format("text, csv, json or markdown")] + output),
    validity,
    sampleSize,
    Command(
      name: "weight", summary: "a weight column that fits the population's margins, and what it does",
      usage: "survey-stats weight poststratify|rake FILE --margins MARGINS [options] --output OUT.csv",
      details: """
        Writes the file's cells as they are (CSV, UTF-8) and one more column, the weight. Without --output the
        file goes to standard output and what the weights do to standard error. The file is read twice.
        """,
      // The fit asks neither for units nor for items.
      options: reading.filter { $0.name != "missing" }
        + sample.filter { $0.name == "weights" || $0.name == "population" }
        + [
          OptionSpecification(
            name: "margins", value: .required("FILE"),
            help: "population counts: a CSV of variable,category,count; joint cells as a:b"),
          keepTotal, marginTables[0], marginTables[1],
          OptionSpecification(
            name: "name", value: .required("COL"),
            help: "the new column (default weight); made unique where the file has it"),
        ] + [format("of the summary: text, csv, json or markdown")] + output),
    fold, merge,
  ]

  static let memoryLimit = OptionSpecification(
    name: "memory-limit", value: .required("BYTES"), help: "what the run may hold in memory (8 GiB)")

  static let reading = [
    OptionSpecification(
      name: "encoding", value: .required("NAME"),
      help: "auto (default), utf-8, utf-16, utf-16le, utf-16be, cp950 (big5) or big5-hkscs"),
    OptionSpecification(
      name: "delimiter", value: .required("C"), help: "the character between cells; found by itself"),
    OptionSpecification(
      name: "header-rows", value: .required("N"), help: "auto (default), 0, 1, 2 or 3"),
    OptionSpecification(
      name: "keep-total-rows", value: .none, help: "read rows of totals (總計, Total) as respondents"),
    OptionSpecification(
      name: "missing", value: .required("CODES"),
      help: "answers that count as missing in items: 9,99 or 'q1=9;q2=98,99'"),
    memoryLimit,
    OptionSpecification(
      name: "threads", value: .required("N"),
      help: "how many threads may read the file (all there are); results are the same to the last digit"),
  ]

  /// What answers mean.
  static let meaning = [
    OptionSpecification(
      name: "scale", value: .required("NAME"),
      help:
        "answer labels to scores: auto, satisfaction-5, rating-10 (rating-10:7+ takes 7 and above for positive), agreement-4:reversed, 'q1=…;q2=…'"
    ),
    OptionSpecification(
      name: "codebook", value: .required("FILE"),
      help: "YAML that says what columns ask, what answers mean, which items make a construct"),
    OptionSpecification(
      name: "counts", value: .required("COL"),
      help: "a row stands for this many respondents (hand tallies; not a sampling weight)"),
  ]

  static let priorCodebook = OptionSpecification(
    name: "prior-codebook", value: .required("FILE"),
    help: "the codebook of the earlier file, where its headers differ: columns of equal id are compared")

  static let base = OptionSpecification(
    name: "base", value: .required("valid|users|all"),
    help: "what a top-two share is a share of (default valid: substantive answers)")

  static let sample = [
    OptionSpecification(name: "weights", value: .required("COL"), help: "sampling weights"),
    OptionSpecification(name: "strata", value: .required("COL"), help: "strata"),
    OptionSpecification(
      name: "cluster", value: .required("COL"), help: "clusters; names count within their stratum"),
    OptionSpecification(
      name: "fpc", value: .required("COL"),
      help: "population counts (all >= 1) or sampling fractions (all <= 1) of the strata"),
    OptionSpecification(
      name: "population", value: .required("N"), help: "size of the whole population, for a simple sample"),
    OptionSpecification(
      name: "lonely-psu", value: .required("HOW"),
      help: "strata with one unit: fail (default), remove, adjust, average, certainty, collapse"),
  ]

  static let keepTotal = OptionSpecification(
    name: "keep-total", value: .none,
    help: "the margins are shares: keep the sample's sum of weights")

  static let design =
    sample + [
      OptionSpecification(
        name: "poststratify", value: .required("FILE"),
        help: "fit the weights to one variable's population counts (CSV variable,category,count)"),
      OptionSpecification(
        name: "rake", value: .required("FILE"),
        help: "fit the weights to the margins of several variables (the same CSV)"),
      keepTotal,
    ] + marginTables

  static let items = [
    OptionSpecification(
      name: "items", value: .required("LIST"), help: "columns: q1,q3  q1-q20  *")
  ]

  static let asking = [
    OptionSpecification(name: "by", value: .required("COL[,COL2]"), help: "groups"),
    OptionSpecification(
      name: "where", value: .required("EXPR"),
      help: "a domain: age >= 65 && sex == \"F\"; ==, !=, <, <=, >, >=, in (...), &&, ||, !"),
    OptionSpecification(name: "level", value: .required("0.95"), help: "confidence level"),
    OptionSpecification(
      name: "df", value: .required("N|inf"),
      help: "degrees of freedom (default: clusters - strata present in the domain)"),
    OptionSpecification(
      name: "covariance", value: .none, help: "add the covariance matrix (with --format json)"),
  ]

  static let deff = OptionSpecification(
    name: "deff", value: .optional(["replace"]),
    help: "design effect; 'replace' against a sample drawn with replacement")

  static func format(_ formats: String) -> OptionSpecification {
    OptionSpecification(name: "format", value: .required("NAME"), help: "\(formats); text by default")
  }

  static let output = [
    OptionSpecification(
      name: "lang", value: .required("LANG"), help: "en or zh-TW: labels, notes and errors"),
    OptionSpecification(
      name: "output", value: .required("FILE"), help: "write there; the file appears whole or not at all"),
    OptionSpecification(
      name: "no-progress", value: .none, help: "no line on the terminal that tells how far long work is"),
    OptionSpecification(name: "help", value: .none, help: "this help"),
  ]
}

/// Help texts.
enum Help {
  static var overview: String {
    var text = """
      survey-stats: design-based statistics for surveys of service satisfaction

      Usage: survey-stats COMMAND FILE [options]      FILE is a CSV, also compressed by gzip
                                               or zstd; - is standard input

      Commands:

      """
    let width = Command.all.map(\.name.count).max() ?? 0
    for command in Command.all {
      text += "  " + command.name + String(repeating: " ", count: width - command.name.count + 2)
      text += command.summary + "\n"
    }
    text += """

      survey-stats COMMAND --help tells each command's options; --version the version.
      Results go to standard output, messages to standard error. Exit status: 0 done,
      1 the data or the request has no answer, 2 wrong usage, 130 interrupted (Ctrl-C).

      """
    return text
  }

  static func text(for command: Command) -> String {
    var text =
      "\(command.name): \(command.summary)\n\nUsage: \(command.usage)\n\n\(command.details)\n\nOptions:\n"
    let written = command.options.map { option -> String in
      switch option.value {
      case .none: "--\(option.name)"
      case .required(let placeholder): "--\(option.name) \(placeholder)"
      case .optional(let words): "--\(option.name) [\(words.joined(separator: "|"))]"
      }
    }
    let width = written.map(\.count).max() ?? 0
    for (words, option) in zip(written, command.options) {
      text += "  " + words + String(repeating: " ", count: width - words.count + 2) + option.help + "\n"
    }
    return text
  }
}
