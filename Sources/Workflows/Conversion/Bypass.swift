/// Which input of a bypassed node stands in for one of its outputs.
///
/// The one in the same place if it fits; else the first of the type that is wanted; else the first that fits at all.
///
/// - Parameters:
///   - output: the output's type.
///   - wanted: the type of the input that is fed in the end.
/// - Returns: a position in `inputs`.
func bypass(_ inputs: [EditorNode.Input], slot: Int, output: String, wanted: String) -> Int? {
    guard !inputs.isEmpty else { return nil }
    if wanted == "*" || wanted.isEmpty { return slot < inputs.count ? slot : 0 }
    func fits(_ type: String) -> Bool { slotTypesMatch(type, output) && slotTypesMatch(type, wanted) }
    if slot < inputs.count, fits(inputs[slot].type) { return slot }
    return inputs.firstIndex { $0.type == wanted } ?? inputs.firstIndex { fits($0.type) }
}

/// Whether editors let an output of one type be linked to an input of another: equal whatever their case, a wildcard, or
/// lists (`IMAGE,MASK`) with a type in common.
func slotTypesMatch(_ a: String, _ b: String) -> Bool {
    if a == b || a == "*" || b == "*" || a.isEmpty || b.isEmpty { return true }
    let (a, b) = (a.lowercased(), b.lowercased())
    if a == b { return true }
    guard a.contains(",") || b.contains(",") else { return false }
    let some = Set(a.split(separator: ","))
    return b.split(separator: ",").contains(where: some.contains)
}
