import Kernels

/// Quantised layers of a language model of 1.1 billion weights: one token, eight, a prompt.
let quantizedBenchmarks =
    [BlockFormat.q4_0, .q8_0, .q4K, .q6K].flatMap { format in
        [1, 8, 512].map { blockBenchmark(format, rows: $0, inputs: 2048, outputs: 5632) }
    }
    + KeyValueElement.allCases.flatMap { element in
        [(1, 2048), (512, 512)].map { cachedAttentionBenchmark(element, tokens: $0, positions: $1) }
    } + [1, 512].map { rotationBenchmark(tokens: $0) }

private func blockBenchmark(_ format: BlockFormat, rows: Int, inputs: Int, outputs: Int) -> Benchmark {
    let byteCount = outputs * inputs / format.blockLength * format.blockByteCount
    return Benchmark(
        name: "quantized \(format.rawValue) \(rows) x \(inputs) x \(outputs)",
        operations: 2 * Double(rows) * Double(inputs) * Double(outputs),
        bytes: Double(byteCount + 4 * rows * (inputs + outputs))
    ) {
        let input = (0..<rows * inputs).map { Float($0 % 17) - 8 }
        let bytes = [UInt8](repeating: 0x2C, count: byteCount)
        let matrix = BlockMatrix(bytes.span.bytes, format, outputs: outputs, inputs: inputs)
        return { reuse(rows * outputs) { matrix.product(input.span, bias: nil, into: &$0) } }
    }
}

private func cachedAttentionBenchmark(_ element: KeyValueElement, tokens: Int, positions: Int) -> Benchmark {
    let shape = CachedAttentionShape(heads: 32, keyHeads: 4, headLength: 64, scale: 0.125)
    let seen = Double(tokens) * (Double(positions) - Double(tokens - 1) / 2)
    return Benchmark(
        name: "cached attention \(element.rawValue) \(tokens) of \(positions)", operations: 4 * seen * 2048,
        bytes: Double(8 * tokens * 2048)
    ) {
        let query = [Float](repeating: 0.5, count: tokens * 2048)
        let rows = [Float](repeating: 0.5, count: positions * 256)
        var pages = KeyValuePages(element, heads: 4, headLength: 64)
        pages.append(keys: rows.span, values: rows.span)
        let text = CachedText(tokens: tokens, pages: pages)
        return { reuse(query.count) { cachedAttention(query: query.span, [text], shape, into: &$0) } }
    }
}

private func rotationBenchmark(tokens: Int) -> Benchmark {
    Benchmark(name: "rotation \(tokens) x 32 x 64", bytes: Double(8 * tokens * 2048)) {
        let turns = [Float](repeating: 0.5, count: tokens * 32)
        return {
            reuse(tokens * 2048) {
                rotate(
                    &$0, heads: 32, headLength: 64, cosines: turns.span, sines: turns.span, tokens: tokens,
                    pairs: .halves)
            }
        }
    }
}
