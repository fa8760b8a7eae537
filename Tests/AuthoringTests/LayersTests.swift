import Testing

@testable import Authoring

struct LayersTests {
    static let sequences: [([Double], Int)] = [
        ([], 0), ([1], 0), ([1, 2, 3], 0), ([3, 2, 1], 3), ([1, 1, 1], 0), ([2, 1, 2, 1], 3), ([5, 1, 4, 2, 3], 6),
    ]

    @Test(arguments: sequences)
    func `crossings are counted as inversions`(values: [Double], count: Int) {
        #expect(inversions(values) == count)
    }

    static let wishes: [([Double], [Double])] = [
        ([1, 2, 3], [1, 2, 3]), ([3, 1], [2, 2]), ([1, 5, 3, 9], [1, 4, 4, 9]), ([4, 3, 2, 1], [2.5, 2.5, 2.5, 2.5]),
    ]

    @Test(arguments: wishes)
    func `boxes that want the same place share it evenly`(wished: [Double], got: [Double]) {
        #expect(nearestRising(wished.map { ($0, 1) }) == got)
    }

    @Test func `long text is wrapped at spaces and ends in an ellipsis`() {
        let text =
            "a white lighthouse on the right, the ocean, at night, the moon on the left, and very many stars above"
        let lines = wrapped(text, width: 150, size: 11, lines: 3)
        #expect(lines.count == 3)
        #expect(lines[0] == "a white lighthouse on the")
        #expect(lines[2].hasSuffix("…"))
        #expect(lines.allSatisfy { textWidth($0, size: 11) <= 150 })
    }
}
