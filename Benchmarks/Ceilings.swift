import Foundation

/// What this machine can do at most, measured on all threads at once.
enum Ceilings {
    static let threads = ProcessInfo.processInfo.activeProcessorCount

    /// Multiply-adds that touch registers alone.
    static func multiplyAdds(seconds: Double) -> Rate {
        let steps = 5_000_000
        let operations = Double(threads * steps) * 12 * 8 * 2
        let loop = Benchmark(name: "multiply-adds in registers", operations: operations) {
            { onAllThreads { _ in sink(multiplyAddLoop(steps)) } }
        }
        return Rate(operations, loop.timing(seconds: seconds))
    }

    /// Reading a block that no cache holds, in GB/s.
    static func reading() -> Double {
        let count = 64 << 20
        let loop = Benchmark(name: "reading memory", bytes: Double(count * 4)) {
            let values = [Float](repeating: 1, count: count)
            return { onAllThreads { thread in sink(sum(of: values, part: thread)) } }
        }
        return Double(count * 4) / loop.timing().wall * 1e-9
    }

    /// Sums of one of `threads` equal parts.
    private static func sum(of values: [Float], part: Int) -> SIMD8<Float> {
        values.withUnsafeBufferPointer { values in
            var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
            guard let base = values.baseAddress else { return sums.0 }
            let count = values.count / threads
            for index in stride(from: part * count, to: (part + 1) * count - 31, by: 32) {
                let source = UnsafeRawPointer(base + index)
                sums.0 += source.loadUnaligned(as: SIMD8<Float>.self)
                sums.1 += source.loadUnaligned(fromByteOffset: 32, as: SIMD8<Float>.self)
                sums.2 += source.loadUnaligned(fromByteOffset: 64, as: SIMD8<Float>.self)
                sums.3 += source.loadUnaligned(fromByteOffset: 96, as: SIMD8<Float>.self)
            }
            return sums.0 + sums.1 + sums.2 + sums.3
        }
    }

    /// Calls `body` once on each of `threads` threads.
    private static func onAllThreads(_ body: @Sendable (Int) -> Void) {
        DispatchQueue.concurrentPerform(iterations: threads, execute: body)
    }

    /// Twelve independent sums: enough to hide the latency of two multiply-add units.
    @inline(never)
    private static func multiplyAddLoop(_ steps: Int) -> SIMD8<Float> {
        let factor = SIMD8<Float>(repeating: 0.999_9)
        let term = SIMD8<Float>(repeating: 1e-3)
        var (a, b, c, d) = (term, term + 1, term + 2, term + 3)
        var (e, f, g, h) = (term + 4, term + 5, term + 6, term + 7)
        var (i, j, k, l) = (term + 8, term + 9, term + 10, term + 11)
        for _ in 0..<steps {
            a = term.addingProduct(a, factor)
            b = term.addingProduct(b, factor)
            c = term.addingProduct(c, factor)
            d = term.addingProduct(d, factor)
            e = term.addingProduct(e, factor)
            f = term.addingProduct(f, factor)
            g = term.addingProduct(g, factor)
            h = term.addingProduct(h, factor)
            i = term.addingProduct(i, factor)
            j = term.addingProduct(j, factor)
            k = term.addingProduct(k, factor)
            l = term.addingProduct(l, factor)
        }
        return ((a + b) + (c + d)) + ((e + f) + (g + h)) + ((i + j) + (k + l))
    }

    /// Keeps the optimiser from dropping a result.
    @inline(never)
    @_optimize(none)
    private static func sink(_ value: SIMD8<Float>) {}
}
