// Functions and parameters have the header's names.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

// What the answers of a dataset mean.
public import CSurveyStats
import SurveyStats

@c @implementation
public func surveystats_dataset_described(
  _ dataset: OpaquePointer?, _ meaning: UnsafePointer<surveystats_meaning>?, _ run: OpaquePointer?,
  _ out_dataset: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<surveystats_error>?
) -> surveystats_status {
  out_dataset?.pointee = nil
  return answer(error) { () throws(SurveyStatsError) in
    let data = try required(dataset, "dataset", as: DatasetHandle.self).data
    let out = try required(out: out_dataset, "out_dataset")
    let given = try fields(meaning, defaults: surveystats_meaning(), "meaning")
    out.pointee = handle(DatasetHandle(try described(data, given, run: try activeRun(run))))
  }
}

private func described(
  _ data: SurveyData, _ meaning: surveystats_meaning, run: RunControl?
) throws(SurveyStatsError) -> SurveyData {
  var data = data
  var codebook = Codebook()
  if let path = try optionalText(meaning.codebook, "meaning.codebook") {
    codebook = try Codebook(file: path)
  }
  if let counts = try optionalText(meaning.counts, "meaning.counts") { data = try data.repeated(by: counts) }
  // Names may be those that the codebook gives, which therefore comes first.
  let named = try data.described(by: codebook)
  guard let text = try optionalText(meaning.scale, "meaning.scale") else {
    if meaning.n_items != 0 {
      throw invalid("meaning.items are the columns of a scale, but meaning.scale is NULL")
    }
    return named
  }
  let request = try ScaleRequest(parsing: text, own: codebook.scales)
  let items = try columns(meaning.items, meaning.n_items, of: named)
  // Every column would be too many: a scale on weights or ages is wrong, and they would be read by it.
  if request.all != nil, items.names.isEmpty, codebook.constructs.isEmpty, codebook.overall == nil {
    throw invalid(
      "meaning.scale '\(text)' needs meaning.items, the columns that it is for, or a codebook with constructs"
    )
  }
  return try data.described(by: codebook, scales: request, items: items.names, run: run)
}
