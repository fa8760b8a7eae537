/// The candidate that `name` is most likely a misspelling of, or nil if none is near.
///
/// Near means at most a third of the letters, case aside; among equals the first in the list wins.
public func nearest(to name: String, among candidates: [String]) -> String? {
    // Longer than any name that people type; a megabyte of text has no nearest name.
    guard name.utf8.count <= 200 else { return nil }
    let wanted = Array(name.lowercased().unicodeScalars)
    var best: (name: String, distance: Int)?
    for candidate in candidates {
        let letters = Array(candidate.lowercased().unicodeScalars)
        let limit = min(max(wanted.count, letters.count) / 3, (best?.distance ?? .max) - 1)
        guard limit >= 0, let distance = editDistance(wanted, letters, limit: limit) else { continue }
        best = (candidate, distance)
    }
    return best?.name
}

/// Letters to insert, remove, replace or swap with their neighbour; nil if more than `limit`.
///
/// - Source: Damerau 1964, the restricted form (optimal string alignment).
func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], limit: Int) -> Int? {
    guard abs(a.count - b.count) <= limit else { return nil }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1] + [Int](repeating: 0, count: b.count)
        for j in b.indices {
            row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
            }
        }
        if row.min() ?? 0 > limit { return nil }
        (beforeLast, last) = (last, row)
    }
    return last[b.count] <= limit ? last[b.count] : nil
}
