import Testing

@testable import Kernels

struct FloatStorageTests {
    @Test func `copies part as soon as one is written to`() {
        let first = FloatStorage(repeating: 1, count: 9)
        var second = first
        #expect(address(first) == address(second))
        second.withMutableValues { $0[3] = 7 }
        #expect(first.values[3] == 1 && second.values[3] == 7 && second.values[8] == 1)
        let before = address(second)
        second.withMutableValues { $0[4] = 8 }
        #expect(address(second) == before)
    }

    @Test func `memory that was let go is used again`() {
        ThreadPool.$current.withValue(ThreadPool(threads: 1)) {
            var storage = FloatStorage(repeating: 1, count: 100_000)
            let first = address(storage)
            storage = FloatStorage(repeating: 2, count: 0)
            storage = FloatStorage(repeating: 3, count: 90_000)
            #expect(address(storage) == first)
            // Two smaller ones share the place.
            storage = FloatStorage(repeating: 2, count: 0)
            storage = FloatStorage(repeating: 4, count: 30_000)
            let other = FloatStorage(repeating: 5, count: 30_000)
            #expect(address(storage) == first && address(other) - first == 128 << 10)
        }
    }

    @Test func `blocks lie on cache lines`() {
        for count in [0, 1, 1000, 600_000] {
            #expect(address(FloatStorage(repeating: 0, count: count)).isMultiple(of: 64))
        }
    }

    @Test func `tasks share an arena without harm`() async {
        let pool = ThreadPool(threads: 2)
        await ThreadPool.$current.withValue(pool) {
            await withTaskGroup(of: Bool.self) { group in
                for task in 0..<4 {
                    group.addTask {
                        (0..<200).allSatisfy { round in
                            let value = Float(task * 1000 + round)
                            let storage = FloatStorage(repeating: value, count: 20_000 + round)
                            return storage.values[0] == value && storage.values[storage.count - 1] == value
                        }
                    }
                }
                for await isWhole in group { #expect(isWhole) }
            }
        }
    }

    private func address(_ storage: FloatStorage) -> Int {
        storage.values.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
    }
}
