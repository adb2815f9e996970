// Columns of texts made of answers, and the options that a cell names.

extension DerivedSource {
  func derive(_ index: Int, _ function: DerivedColumn.Function, _ result: CodeColumn) {
    if case .joined(_, let allowed) = function {
      let columns = works[index].slots.compactMap(codes)
      for row in 0..<own.rowCount {
        var parts: [String] = []
        for column in columns where column.codes[row] >= 0 {
          parts.append(column.dictionary[column.codes[row]])
        }
        let text = parts.joined(separator: ":")
        let isKnown = parts.count == columns.count && allowed?.contains(text) ?? true
        result.codes.append(isKnown ? result.dictionary.code(of: text) : -1)
      }
      return
    }
    guard case .codes(let codes) = own.columns[works[index].slots[0]] else {
      // Numbers made for a reading as text: groups of scores.
      let made = NumberColumn()
      derive(index, function, made)
      for row in made.values.indices {
        result.codes.append(
          made.valid[row] == 0 ? -1 : result.dictionary.code(of: shortestText(made.values[row])))
      }
      return
    }
    switch function {
    case .label(_, let base, let blank):
      var blankCode = Self.isInBase(nil, base) ? result.dictionary.code(of: blank) : -1
      // Where a blank is an answer – a box that was not ticked – it stands under that answer's name.
      if let scale = works[index].codes[0]?.reader.scale, let score = scale.blankScore,
        let option = scale.options.first(where: { $0.score == score })
      {
        blankCode = result.dictionary.code(of: option.label)
      }
      guard let meaning = works[index].codes[0] else {
        // Without a scale an answer is its own label.
        while works[index].translation.count < codes.dictionary.count {
          let text = codes.dictionary[Int32(truncatingIfNeeded: works[index].translation.count)]
          works[index].translation.append(result.dictionary.code(of: text))
        }
        translate(codes.codes, works[index].translation, blankCode, result)
        return
      }
      while works[index].translation.count < meaning.meanings.count {
        let code = works[index].translation.count
        works[index].translation.append(
          Self.isInBase(meaning.meanings[code], base) ? result.dictionary.code(of: meaning.labels[code]) : -1)
      }
      translate(codes.codes, works[index].translation, blankCode, result)
    case .choice(_, let option, let list):
      let (yes, no) = (result.dictionary.code(of: "1"), result.dictionary.code(of: "0"))
      choices(index, option, list) { result.codes.append($0.map { $0 ? yes : no } ?? -1) }
    case .chosen(_, let option, let list, let base):
      let (yes, no) = (result.dictionary.code(of: "1"), result.dictionary.code(of: "0"))
      choices(index, option, list, blank: base == .all ? option == nil : nil) {
        result.codes.append($0.map { $0 ? yes : no } ?? -1)
      }
    default:
      let made = NumberColumn()
      derive(index, function, made)
      for row in made.values.indices {
        result.codes.append(
          made.valid[row] == 0 ? -1 : result.dictionary.code(of: shortestText(made.values[row])))
      }
    }
  }

  private func translate(_ codes: [Int32], _ translation: [Int32], _ blank: Int32, _ result: CodeColumn) {
    // The blank stands before all others.
    let table = [blank] + translation
    let made = [Int32](unsafeUninitializedCapacity: codes.count) { made, count in
      table.withUnsafeBufferPointer { table in
        codes.withUnsafeBufferPointer { codes in
          for row in codes.indices { made[row] = table[Int(codes[row]) &+ 1] }
        }
      }
      count = codes.count
    }
    if result.codes.isEmpty { result.codes = made } else { result.codes += made }
  }

  /// Whether each row's cell names the option; `blank` is what a blank cell says, `nil` that it says nothing.
  func choices(
    _ index: Int, _ option: String?, _ list: ChoiceList, blank: Bool? = nil, _ take: (Bool?) -> Void
  ) {
    guard case .codes(let codes) = own.columns[works[index].slots[0]] else { return }
    while works[index].translation.count < codes.dictionary.count {
      let text = codes.dictionary[Int32(truncatingIfNeeded: works[index].translation.count)]
      let isNamed = option.map(list.options(in: text).contains) ?? false
      works[index].translation.append(isNamed ? 1 : 0)
    }
    for code in codes.codes { take(code < 0 ? blank : works[index].translation[Int(code)] == 1) }
  }
}
