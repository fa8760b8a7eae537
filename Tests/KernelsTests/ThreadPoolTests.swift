import Synchronization
import Testing

@testable import Kernels

struct ThreadPoolTests {
    @Test(arguments: [1, 2, 3, 8])
    func `every index runs exactly once`(threads: Int) {
        let pool = ThreadPool(threads: threads)
        for count in [0, 1, 2, 7, 1000] {
            let calls = (0..<count).map { _ in Counter() }
            pool.run(count) { calls[$0].increment() }
            #expect(calls.allSatisfy { $0.count == 1 })
        }
    }

    @Test func `a loop inside a loop does not wait for itself`() {
        let pool = ThreadPool(threads: 2)
        let total = Counter()
        pool.run(8) { _ in
            pool.run(8) { _ in total.increment() }
        }
        #expect(total.count == 64)
    }

    @Test func `loops from several tasks take turns`() async {
        let pool = ThreadPool(threads: 2)
        let total = Counter()
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<200 { pool.run(5) { _ in total.increment() } }
                }
            }
        }
        #expect(total.count == 8000)
    }
}

private final class Counter: Sendable {
    private let value = Atomic(0)
    var count: Int { value.load(ordering: .sequentiallyConsistent) }
    func increment() { value.wrappingAdd(1, ordering: .sequentiallyConsistent) }
}
