/// Which two numbers of a head turn together.
public enum RotaryPairs: Sendable {
    /// Neighbours: 0 with 1, 2 with 3.
    case neighbours
    /// A number of the first half with its like in the second.
    case halves
}

/// Turns pairs of numbers by an angle that grows with the position (rotary position embedding), in place.
///
/// - Shapes: `values` [T, heads, S]; `cosines`, `sines` [T, R] with 2 · R ≤ S; what lies behind the first 2 · R numbers
///   of a head stays as it is.
/// - Source: Su et al. 2021, "RoFormer".
public func rotate(
    _ values: inout MutableSpan<Float>, heads: Int, headLength: Int, cosines: Span<Float>, sines: Span<Float>,
    tokens: Int, pairs: RotaryPairs
) {
    precondition(values.count == tokens * heads * headLength, "\(values.count) for \(tokens) tokens")
    precondition(cosines.count == sines.count, "\(cosines.count) cosines, \(sines.count) sines")
    let count = cosines.count / max(1, tokens)
    precondition(2 * count <= headLength, "\(count) pairs in \(headLength)")
    values.withUnsafeMutableBufferPointer { values in
        cosines.withUnsafeBufferPointer { cosines in
            sines.withUnsafeBufferPointer { sines in
                guard let values = values.baseAddress, let cosines = cosines.baseAddress, let sines = sines.baseAddress
                else { return }
                parallelChunks(tokens, atLeast: max(1, elementsWorthSharing / (heads * headLength))) { chunk in
                    for token in chunk {
                        for head in 0..<heads {
                            let row = values + (token * heads + head) * headLength
                            for pair in 0..<count {
                                let (first, second) =
                                    switch pairs {
                                    case .neighbours: (2 * pair, 2 * pair + 1)
                                    case .halves: (pair, pair + count)
                                    }
                                let (cosine, sine) = (cosines[token * count + pair], sines[token * count + pair])
                                let (x, y) = (row[first], row[second])
                                row[first] = x * cosine - y * sine
                                row[second] = x * sine + y * cosine
                            }
                        }
                    }
                }
            }
        }
    }
}
