import Crypto
import Testing

@testable import Engine

struct KeptResultsTests {
    private func key(_ number: Int) -> ResultKey {
        var text = KeyText()
        text.append(UInt64(number))
        return ResultKey(text)
    }

    /// A result that counts as `bytes` in all.
    private func result(bytes: Int, seconds: Double) -> NodeResult {
        NodeResult(outputs: [OutputValues(Ballast(memoryCost: bytes - 256))], saved: [], seconds: seconds)
    }

    private struct Ballast: Port {
        static let portType = "BALLAST"
        let memoryCost: Int
    }

    @Test func `what fits is kept`() {
        var kept = KeptResults(budget: 3000)
        for number in 1...3 { #expect(kept.keep(result(bytes: 1000, seconds: 1), for: key(number)).isEmpty) }
        #expect(kept.count == 3 && kept.bytes == 3000)
        #expect(kept.result(for: key(2)) != nil && kept.result(for: key(4)) == nil)
    }

    @Test func `what is cheap to make for its bytes goes first`() {
        var kept = KeptResults(budget: 3000)
        _ = kept.keep(result(bytes: 1000, seconds: 5), for: key(1))
        _ = kept.keep(result(bytes: 1000, seconds: 0.1), for: key(2))
        _ = kept.keep(result(bytes: 300, seconds: 5), for: key(3))
        #expect(kept.keep(result(bytes: 1000, seconds: 5), for: key(4)).count == 1)
        #expect([1, 2, 3, 4].map { kept.result(for: key($0)) != nil } == [true, false, true, true])
        #expect(kept.bytes == 2300)
    }

    @Test func `what is not used falls behind, however dear it was`() {
        var kept = KeptResults(budget: 3000)
        _ = kept.keep(result(bytes: 1000, seconds: 10), for: key(0))
        for number in 1...40 {
            _ = kept.keep(result(bytes: 1000, seconds: 1), for: key(number))
        }
        #expect(kept.result(for: key(0)) == nil)
    }

    @Test func `what is used stays`() {
        var kept = KeptResults(budget: 3000)
        _ = kept.keep(result(bytes: 1000, seconds: 2), for: key(0))
        for number in 1...40 {
            #expect(kept.result(for: key(0)) != nil)
            _ = kept.keep(result(bytes: 1000, seconds: 1), for: key(number))
        }
    }

    @Test func `what is larger than the budget is not kept, and drops nothing`() {
        var kept = KeptResults(budget: 3000)
        _ = kept.keep(result(bytes: 1000, seconds: 1), for: key(1))
        #expect(kept.keep(result(bytes: 3001, seconds: 9), for: key(2)).isEmpty)
        #expect(kept.count == 1 && kept.bytes == 1000)
    }

    @Test func `the same key twice counts once`() {
        var kept = KeptResults(budget: 3000)
        _ = kept.keep(result(bytes: 1000, seconds: 1), for: key(1))
        _ = kept.keep(result(bytes: 2000, seconds: 1), for: key(1))
        #expect(kept.count == 1 && kept.bytes == 2000)
        #expect(kept.remove(key(1)) != nil)
        #expect(kept.count == 0 && kept.bytes == 0)
    }

    @Test func `costs that overflow are as large as can be`() {
        let result = NodeResult(
            outputs: [.max, .max, -5].map { OutputValues(Ballast(memoryCost: $0)) } + [OutputValues(nil)], saved: [],
            seconds: 1)
        #expect(result.memoryCost == Int.max)
    }
}
