/// Whether a value of type `given` may go where `wanted` is taken: equal, a wildcard on either side, or lists of types
/// (`IMAGE,MASK`) with one in common.
func linkTypesMatch(given: String, wanted: String) -> Bool {
    if given == wanted || given == "*" || wanted == "*" { return true }
    guard given.contains(",") || wanted.contains(",") else { return false }
    let given = Set(given.split(separator: ",").map { $0.trimmed })
    return wanted.split(separator: ",").contains { given.contains($0.trimmed) || $0.trimmed == "*" }
        || given.contains("*")
}
