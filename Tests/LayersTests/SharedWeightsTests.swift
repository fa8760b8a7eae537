import Layers
import Synchronization
import Tensors
import TestSupport
import Testing

struct SharedWeightsTests {
    /// Counts how often its bytes are asked for.
    private final class CountingSource: WeightSource {
        let reads = Atomic(0)
        let values: [UInt8]

        init(byteCount: Int) { values = [UInt8](repeating: 0, count: byteCount) }

        func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
            reads.add(1, ordering: .relaxed)
            let values = values
            return try body(values.span.bytes)
        }
    }

    private struct Unreadable: WeightSource, Error {
        func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result { throw self }
    }

    private let source = CountingSource(byteCount: 4 * 4 * 2)
    private var tensors: [String: StoredTensor] {
        ["a.weight": StoredTensor(shape: [4, 4], element: .float16, source: source)]
    }

    @Test func `weights are packed once, on first use, by whoever comes first`() async throws {
        let weights = Weights(tensors, origin: "")
        let layer = try Linear(weights / "a", from: 4, to: 4, bias: false)
        #expect(source.reads.load(ordering: .relaxed) == 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { _ = try layer(Tensor(zeros: [2, 4])) } }
            try await group.waitForAll()
        }
        let twin = try Linear(weights / "a", from: 4, to: 4, bias: false)
        _ = try twin(Tensor(zeros: [2, 4]))
        #expect(source.reads.load(ordering: .relaxed) == 1)
    }

    @Test func `a replaced tensor is packed anew, the others are shared with the original`() throws {
        let original = Weights(
            tensors.merging(["b.weight": syntheticWeights("b", [4, 4])]) { $1 }, origin: "")
        let patch = CountingSource(byteCount: 4 * 4 * 2)
        let patched = original.replacing(["b.weight": StoredTensor(shape: [4, 4], element: .float16, source: patch)])
        let input = Tensor(noise(8), shape: [2, 4])

        let a = try Linear(original / "a", from: 4, to: 4, bias: false)
        let b = try Linear(original / "b", from: 4, to: 4, bias: false)
        let patchedA = try Linear(patched / "a", from: 4, to: 4, bias: false)
        let patchedB = try Linear(patched / "b", from: 4, to: 4, bias: false)
        #expect(try a(input).array == patchedA(input).array)
        #expect(try b(input).array != patchedB(input).array)
        #expect(source.reads.load(ordering: .relaxed) == 1)
        #expect(patch.reads.load(ordering: .relaxed) == 1)
    }

    @Test func `weights that cannot be read throw at the first call`() throws {
        let weights = Weights(
            ["weight": StoredTensor(shape: [4, 4], element: .float16, source: Unreadable())], origin: "")
        let layer = try Linear(weights, from: 4, to: 4, bias: false)
        #expect(throws: Unreadable.self) { try layer(Tensor(zeros: [1, 4])) }
    }
}
