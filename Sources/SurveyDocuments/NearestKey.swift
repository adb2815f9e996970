/// The word at the smallest edit distance, where it is near enough to be a slip of the finger.
package func nearestKey(to word: String, among words: [String]) -> String? {
  let wanted = Array(word.lowercased().unicodeScalars.prefix(64))
  let nearest = words.prefix(1000).map { (distance: editDistance(wanted, scalars($0)), word: $0) }
    .min { $0.distance < $1.distance }
  guard let nearest, nearest.distance <= max(1, wanted.count / 3) else { return nil }
  return nearest.word
}

private func scalars(_ word: String) -> [Unicode.Scalar] {
  Array(word.lowercased().unicodeScalars.prefix(64))
}

/// Insertions, deletions, substitutions and swaps of neighbours between two texts.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var best = min(row[j], last[j + 1]) + 1
      best = min(best, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
      row.append(best)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
