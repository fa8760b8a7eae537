import Foundation
import Kernels
import TestSupport
import Testing

struct RotaryEmbeddingTests {
    @Test(arguments: [RotaryPairs.neighbours, .halves], [4, 10])
    func `pairs turn by their angle and the rest stays`(pairs: RotaryPairs, headLength: Int) {
        let (tokens, heads, count) = (3, 2, 2)
        let angles = noise(tokens * count)
        let before = noise(tokens * heads * headLength, seed: 2)
        let (cosines, sines) = (angles.map { cos($0) }, angles.map { sin($0) })
        let found = floats(before.count) { values in
            for index in before.indices { values[index] = before[index] }
            rotate(
                &values, heads: heads, headLength: headLength, cosines: cosines.span, sines: sines.span,
                tokens: tokens, pairs: pairs)
        }
        for token in 0..<tokens {
            for head in 0..<heads {
                let row = (token * heads + head) * headLength
                for pair in 0..<count {
                    let (first, second) =
                        switch pairs {
                        case .neighbours: (row + 2 * pair, row + 2 * pair + 1)
                        case .halves: (row + pair, row + count + pair)
                        }
                    // A complex number times e^(i·angle).
                    let angle = angles[token * count + pair]
                    let (x, y) = (before[first], before[second])
                    #expect(abs(found[first] - (x * cos(angle) - y * sin(angle))) < 1e-6)
                    #expect(abs(found[second] - (y * cos(angle) + x * sin(angle))) < 1e-6)
                }
                #expect(found[row + 2 * count..<row + headLength] == before[row + 2 * count..<row + headLength])
            }
        }
    }
}
