import Kernels

/// Elements of a transformer block's hidden layer at 64².
private let count = 2 * 4096 * 1280

private let functions: [(String, @Sendable (Span<Float>, inout MutableSpan<Float>) -> Void)] = [
    ("exp", { exp($0, into: &$1) }), ("tanh", { tanh($0, into: &$1) }), ("silu", { silu($0, into: &$1) }),
    ("gelu", { gelu($0, into: &$1) }), ("geluTanh", { geluTanh($0, into: &$1) }),
    ("quickGELU", { quickGELU($0, into: &$1) }), ("multiply by a number", { multiply($0, 0.5, into: &$1) }),
]

let elementwiseBenchmarks =
    functions.map { name, kernel in
        Benchmark(name: "\(name) of \(count)", bytes: Double(count * 8)) {
            let input = (0..<count).map { Float($0 % 1000) * 0.01 - 5 }
            return { reuse(count) { kernel(input.span, &$0) } }
        }
    }
    + [
        Benchmark(name: "add \(count)", bytes: Double(count * 12)) {
            let input = [Float](repeating: 0.5, count: count)
            return { reuse(count) { add(input.span, input.span, into: &$0) } }
        },
        Benchmark(name: "leaky rectifier of \(count)", bytes: Double(count * 8)) {
            { reuse(count) { leakyRectify(&$0, slope: 0.2) } }
        },
        Benchmark(name: "geglu \(count / 2)", bytes: Double(count * 6)) {
            let input = (0..<count).map { Float($0 % 1000) * 0.01 - 5 }
            return { reuse(count / 2) { geglu(input.span, into: &$0, columns: 1280) } }
        },
        Benchmark(name: "widen \(count) halves", bytes: Double(count * 6)) {
            let input = [UInt16](repeating: 0x3800, count: count)
            return { reuse(count) { widen(float16: input.span.bytes, into: &$0) } }
        },
        Benchmark(name: "widen \(count) bfloat16", bytes: Double(count * 6)) {
            let input = [UInt16](repeating: 0x3F00, count: count)
            return { reuse(count) { widen(bfloat16: input.span.bytes, into: &$0) } }
        },
    ]
