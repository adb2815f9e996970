import CMd
import SurveyInput
import SurveyTable

/// The SHA-256 of a file in hexadecimal: by it a report shows which records it was made from.
func fileHash(path: String) throws(SurveyStatsError) -> String {
  var context = SHA2_CTX()
  SHA256Init(&context)
  try eachPiece(ofFile: path) { bytes in
    SHA256Update(&context, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
  }
  var digest = [UInt8](repeating: 0, count: 32)
  SHA256Final(&digest, &context)
  let digits = Array("0123456789abcdef")
  return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}
