import Foundation

extension Oracle {
    /// - Shapes: `query` [N, T, K·S], `key`, `value` [N, U, K·S], `mask` [T, U] or [N, T, U], or with `masks`
    ///   [M, K, T, U] → [N, T, K·S].
    public static func attention(
        query: [Float], key: [Float], value: [Float], images: Int, queries: Int, keys: Int, heads: Int, headSize: Int,
        causal: Bool = false, mask: [Float]? = nil, masks: [Int]? = nil, scale: Double? = nil
    ) -> [Double] {
        let features = heads * headSize
        let scale = scale ?? 1 / Double(headSize).squareRoot()
        let maskStride = (mask?.count ?? 0) > queries * keys ? queries * keys : 0
        var result = [Double](repeating: 0, count: images * queries * features)
        for image in 0..<images {
            for head in 0..<heads {
                for row in 0..<queries {
                    let target = (image * queries + row) * features + head * headSize
                    let visible = causal ? keys - queries + row + 1 : keys
                    var scores: [Double] = []
                    for column in 0..<visible {
                        let source = (image * keys + column) * features + head * headSize
                        var product = 0.0
                        for index in 0..<headSize {
                            product += Double(query[target + index]) * Double(key[source + index])
                        }
                        let start = masks.map { ($0[image] * heads + head) * queries * keys } ?? image * maskStride
                        let added = mask?[start + row * keys + column] ?? 0
                        scores.append(product * scale + Double(added))
                    }
                    let peak = scores.max() ?? 0
                    let powers: [Double] = scores.map { Foundation.exp($0 - peak) }
                    let sum = powers.reduce(0, +)
                    for column in 0..<visible {
                        let source = (image * keys + column) * features + head * headSize
                        let weight = powers[column] / sum
                        for index in 0..<headSize { result[target + index] += weight * Double(value[source + index]) }
                    }
                }
            }
        }
        return result
    }
}
