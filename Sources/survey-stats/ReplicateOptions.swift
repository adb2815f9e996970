import SurveyStats

/// Standard errors from replicates, as they are asked for on the command line.
extension Request {
  /// What --replicate-type and its companions say; `nil` without them.
  func replicates() throws -> Replicates? {
    let companions = ["replicates", "seed", "fay-rho", "mse"].filter(arguments.has)
    var kind = try arguments.choice("replicate-type", Replicates.Kind.self)
    // The percentiles of growth need the bootstrap: its number and seed may be said without saying so again.
    if kind == nil, arguments["method"] == GrowthMethod.bootstrap.rawValue, !companions.isEmpty {
      kind = .bootstrap
    }
    guard let kind else {
      if let first = companions.first {
        throw UsageError(
          message: "--\(first) goes with --replicate-type \(Self.kinds(of: first).joined(separator: " or "))",
          chinese: "--\(first) 須與 --replicate-type \(Self.kinds(of: first).joined(separator: "、")) 併用")
      }
      return nil
    }
    return try Replicates(
      kind, count: try whole("replicates"), seed: try whole("seed"), fayRho: try arguments.number("fay-rho"),
      aboutEstimate: arguments.has("mse"))
  }

  /// The kinds of replicates that an option is for.
  private static func kinds(of option: String) -> [String] {
    switch option {
    case "replicates", "seed": ["bootstrap"]
    case "fay-rho": ["fay"]
    default: Replicates.Kind.allCases.map(\.rawValue)
    }
  }

  private func whole(_ name: String) throws -> Int? {
    // As it is written: a double would round what is beyond 2⁵³.
    if let text = arguments[name], let whole = Int(text) { return whole }
    guard let number = try arguments.number(name) else { return nil }
    guard let whole = Int(exactly: number) else {
      throw UsageError(
        message: "--\(name) takes a whole number, not '\(arguments[name] ?? "")'",
        chinese: "--\(name) 須為整數，而非「\(arguments[name] ?? "")」")
    }
    return whole
  }
}

extension Command {
  static let replicates = [
    OptionSpecification(
      name: "replicate-type", value: .required("NAME"),
      help: "standard errors from replicates of the clusters: jk1, jkn, brr, fay or bootstrap"),
    OptionSpecification(
      name: "replicates", value: .required("N"), help: "bootstrap: how many (default 1000)"),
    OptionSpecification(
      name: "seed", value: .required("N"),
      help: "bootstrap: what the draws begin with (default 1, with a note)"),
    OptionSpecification(
      name: "fay-rho", value: .required("R"), help: "fay: from 0 (half samples) to below 1"),
    OptionSpecification(
      name: "mse", value: .none, help: "deviations of replicates from the estimate, not from their mean"),
  ]
}
