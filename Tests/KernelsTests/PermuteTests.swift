import Kernels
import TestSupport
import Testing

struct PermuteTests {
    static let cases: [([Int], [Int])] = [
        ([1], [0]), ([], []), ([7, 9], [1, 0]), ([1, 8, 1, 3], [3, 1, 0, 2]), ([2, 3, 17, 19], [0, 2, 3, 1]),
        ([2, 17, 19, 3], [0, 3, 1, 2]), ([3, 4, 5, 6], [3, 2, 1, 0]), ([3, 4, 5, 6], [0, 2, 1, 3]),
        ([3, 4, 5, 6], [1, 0, 3, 2]), ([2, 77, 8, 40], [0, 2, 1, 3]), ([1, 64, 67, 320], [0, 3, 1, 2]),
        ([2, 3, 2, 4, 2, 5], [0, 2, 4, 1, 3, 5]),
    ]

    @Test(arguments: cases)
    func `moves every element where the axes say`(shape: [Int], axes: [Int]) {
        let input = noise(shape.reduce(1, *))
        let results = withThreadCounts {
            floats(input.count) { permute(input.span, shape: shape, axes: axes, into: &$0) }
        }
        let wanted = Oracle.permute(input, shape: shape, axes: axes)
        #expect(results.allSatisfy { $0 == wanted })
    }
}
