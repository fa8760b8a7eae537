import Kernels

/// Rows, inputs, outputs: a square, the layers of the U-Net's transformers, the text encoder, one token.
private let shapes = [
    (1024, 1024, 1024), (4096, 320, 320), (1024, 1280, 5120),
    (8192, 320, 320), (2048, 640, 640), (512, 1280, 1280), (8192, 1280, 320), (512, 5120, 1280), (77, 768, 3072),
    (154, 768, 768),
]

private let shapesInPlace = [
    (77, 768, 768), (77, 768, 3072), (77, 3072, 768), (128, 1280, 1280), (512, 1280, 1280), (2048, 640, 640),
    (8192, 640, 640), (8192, 2560, 640), (2048, 1280, 1280), (2048, 5120, 1280),
]

let matMulBenchmarks =
    shapes.map { rows, inputs, outputs in
        linearBenchmark(rows: rows, inputs: inputs, outputs: outputs, element: .float32)
    }
    + shapes.prefix(3).map { rows, inputs, outputs in
        linearBenchmark(rows: rows, inputs: inputs, outputs: outputs, element: .float16)
    }
    + [1, 2, 4, 8, 16].map { rows in
        linearBenchmark(rows: rows, inputs: 2048, outputs: 5632, element: .float16)
    } + [
        gatedBenchmark(rows: 8192, inputs: 320, outputs: 2560), gatedBenchmark(rows: 512, inputs: 1280, outputs: 10240),
        gatedBenchmark(rows: 2048, inputs: 1280, outputs: 10240),
    ]
    + shapesInPlace.map { rows, inputs, outputs in
        inPlaceBenchmark(rows: rows, inputs: inputs, outputs: outputs)
    }

private func linearBenchmark(rows: Int, inputs: Int, outputs: Int, element: WeightElement) -> Benchmark {
    Benchmark(
        name: "matmul \(element) \(rows) x \(inputs) x \(outputs)",
        operations: 2 * Double(rows) * Double(inputs) * Double(outputs),
        bytes: Double(4 * rows * (inputs + outputs) + inputs * outputs * element.byteCount)
    ) {
        let input = [Float](repeating: 0.5, count: rows * inputs)
        let matrix = packedMatrix(element, outputs: outputs, inputs: inputs)
        return { reuse(rows * outputs) { linear(input.span, matrix, bias: nil, residual: nil, into: &$0) } }
    }
}

private func gatedBenchmark(rows: Int, inputs: Int, outputs: Int) -> Benchmark {
    Benchmark(
        name: "matmul geglu float16 \(rows) x \(inputs) x \(outputs)",
        operations: 2 * Double(rows) * Double(inputs) * Double(outputs),
        bytes: Double(4 * rows * (inputs + outputs / 2) + inputs * outputs * 2)
    ) {
        let input = [Float](repeating: 0.5, count: rows * inputs)
        let matrix = packedMatrix(.float16, outputs: outputs, inputs: inputs)
        return { reuse(rows * outputs / 2) { gatedLinear(input.span, matrix, bias: nil, into: &$0) } }
    }
}

private func packedMatrix(_ element: WeightElement, outputs: Int, inputs: Int) -> PackedMatrix {
    // The bits of 1 in the wider types' upper half; what is multiplied does not change the time.
    let bytes = [UInt8](repeating: 0x3C, count: outputs * inputs * element.byteCount)
    return PackedMatrix(bytes.span.bytes, element: element, outputs: outputs, inputs: inputs)
}

/// Weights as they lie in a file, of as many layers as no cache holds.
private func inPlaceBenchmark(rows: Int, inputs: Int, outputs: Int) -> Benchmark {
    Benchmark(
        name: "matmul in place float16 \(rows) x \(inputs) x \(outputs)",
        operations: 2 * Double(rows) * Double(inputs) * Double(outputs),
        bytes: Double(4 * rows * (inputs + outputs) + inputs * outputs * 2)
    ) {
        let input = [Float](repeating: 0.5, count: rows * inputs)
        let size = inputs * outputs * 2
        let layers = max(1, (160 << 20) / size)
        let bytes = [UInt8](repeating: 0x3C, count: layers * size)
        var layer = 0
        return {
            layer = (layer + 1) % layers
            bytes.withUnsafeBytes { bytes in
                let weights = UnsafeRawBufferPointer(rebasing: bytes[layer * size..<(layer + 1) * size])
                let matrix = PackedMatrix(
                    inPlace: RawSpan(_unsafeBytes: weights), element: .float16, outputs: outputs, inputs: inputs)
                reuse(rows * outputs) { linear(input.span, matrix, bias: nil, residual: nil, into: &$0) }
            }
        }
    }
}
