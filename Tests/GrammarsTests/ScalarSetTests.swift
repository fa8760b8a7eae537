import Testing

@testable import Grammars

struct ScalarSetTests {
    static let sets = [
        ScalarSet.all, ScalarSet([0x7F...0x80]), ScalarSet([0x7FF...0x800]), ScalarSet([0xD000...0xE123]),
        ScalarSet([0xFFFF...0x10000]), ScalarSet([0x123...0x4567, 0x10345...0x10FFFF]), ScalarSet("aé日😀").inverted,
    ]

    @Test(arguments: sets)
    func `the bytes of a set are those of its scalars`(set: ScalarSet) throws {
        let sequences = set.utf8
        for value in stride(from: 0, through: 0x10FFFF, by: 61) {
            for value in [UInt32(value), UInt32(value) ^ 1] {
                guard let scalar = Unicode.Scalar(value) else { continue }
                let bytes = Array(String(scalar).utf8)
                let matches = sequences.count { sequence in
                    sequence.count == bytes.count && zip(sequence, bytes).allSatisfy { $0.contains($1) }
                }
                #expect(matches == (set.contains(value) ? 1 : 0), "U+\(String(value, radix: 16))")
            }
        }
    }

    @Test func `inverting twice gives the set back`() {
        for set in Self.sets { #expect(set.inverted.inverted == set) }
    }
}
