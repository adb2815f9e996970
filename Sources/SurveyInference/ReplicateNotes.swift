import SurveyDesign
import SurveyTable

extension Note {
  /// Which replicates standard errors come from, and where degrees of freedom do.
  static func replicates(_ replicates: Replicates, count: Int) -> Note {
    let (what, chineseWhat): (String, String) =
      switch replicates.kind {
      case .jk1:
        (
          "\(counted(count, "jackknife replicate")) (jk1: each cluster left out once)",
          "\(count) 個刀切法複本（jk1：逐一剔除各集群）"
        )
      case .jkn:
        (
          "\(counted(count, "jackknife replicate")) (jkn: each cluster of a stratum left out once)",
          "\(count) 個刀切法複本（jkn：逐層逐一剔除各集群）"
        )
      case .brr: ("\(counted(count, "balanced half sample")) (brr)", "\(count) 個平衡半樣本（brr）")
      case .fay:
        (
          "\(counted(count, "balanced half sample")) (fay, rho \(shortestText(replicates.fayRho)))",
          "\(count) 個平衡半樣本（fay，rho 為 \(shortestText(replicates.fayRho))）"
        )
      case .bootstrap:
        (
          "\(counted(count, "bootstrap replicate")) (Rao and Wu, seed \(replicates.seed ?? Replicates.defaultSeed))",
          "\(count) 個拔靴複本（Rao–Wu，種子 \(replicates.seed ?? Replicates.defaultSeed)）"
        )
      }
    let isBootstrap = replicates.kind == .bootstrap
    let centre = replicates.aboutEstimate ? ("the estimate", "估計值") : ("their mean", "複本平均數")
    return Note(
      code: "replicates",
      english:
        "Standard errors are from \(what), by their deviations from \(centre.0). Degrees of freedom, unless given (df), are the clusters less the strata of a domain\(isBootstrap ? ", at most \(count - 1)" : "").",
      chinese:
        "標準誤由 \(chineseWhat)計算，以\(centre.1)為中心；除另行指定（df）外，自由度為該群體之集群數減分層數\(isBootstrap ? "，至多 \(count - 1)" : "")。"
    )
  }
}
