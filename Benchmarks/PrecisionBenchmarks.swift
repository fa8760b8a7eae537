import Kernels

/// Rows, inputs, outputs: the layers of the U-Net's transformers.
private let shapes = [
    (8192, 320, 320), (2048, 640, 640), (512, 1280, 1280), (8192, 1280, 320), (512, 5120, 1280), (154, 768, 768),
]

private let gatedShapes = [(8192, 320, 2560), (512, 1280, 10240)]

/// Products of less than 32 bits, beside the ceiling of those of 32.
let precisionBenchmarks = products(.bfloat16) + products(.int8) + attentions + convolutions

private let attentions = [(4096, 8, 40), (1024, 8, 80), (1024, 10, 64)].map { tokens, heads, size in
    let shape = AttentionShape(
        images: 2, queries: tokens, keys: tokens, heads: heads, headSize: size, isCausal: false, scale: 0.1)
    return Benchmark(
        name: "attention as bfloat16 2 x \(tokens) x \(tokens), \(heads) heads of \(size)",
        operations: 8 * Double(tokens * tokens * heads * size), bytes: Double(32 * tokens * heads * size)
    ) {
        let input = (0..<2 * tokens * heads * size).map { Float($0 % 97) / 97 - 0.5 }
        return {
            reuse(input.count) {
                attention(
                    query: input.span, key: input.span, value: input.span, mask: nil, shape: shape,
                    precision: .bfloat16, into: &$0)
            }
        }
    }
}

private func products(_ precision: Precision) -> [Benchmark] {
    shapes.map { rows, inputs, outputs in
        product("matmul as \(precision)", rows, inputs, outputs, results: outputs) { input, matrix, output in
            linear(input, matrix, bias: nil, residual: nil, precision: precision, into: &output)
        }
    }
        + gatedShapes.map { rows, inputs, outputs in
            product("matmul geglu as \(precision)", rows, inputs, outputs, results: outputs / 2) {
                gatedLinear($0, $1, bias: nil, precision: precision, into: &$2)
            }
        }
}

private func product(
    _ name: String, _ rows: Int, _ inputs: Int, _ outputs: Int, results: Int,
    _ multiply: @escaping @Sendable (Span<Float>, PackedMatrix, inout MutableSpan<Float>) -> Void
) -> Benchmark {
    Benchmark(
        name: "\(name) \(rows) x \(inputs) x \(outputs)",
        operations: 2 * Double(rows) * Double(inputs) * Double(outputs),
        bytes: Double(4 * rows * (inputs + results) + inputs * outputs * 2)
    ) {
        let input = [Float](repeating: 0.5, count: rows * inputs)
        let layers = Layers(inputs: inputs, outputs: outputs)
        return {
            layers.next { matrix in
                reuse(rows * results) { multiply(input.span, matrix, &$0) }
            }
        }
    }
}

private let convolutions = [(320, 64, 320), (640, 32, 640), (1280, 16, 1280), (960, 64, 320)].map {
    inputs, side, outputs in
    let shape = ConvolutionShape(
        images: 2, height: side, width: side, top: 1, left: 1, outputHeight: side, outputWidth: side)
    return Benchmark(
        name: "convolution as bfloat16 2 x \(inputs) @ \(side)² to \(outputs)",
        operations: 36 * Double(side * side * inputs * outputs), bytes: Double(8 * side * side * (inputs + outputs))
    ) {
        let input = [Float](repeating: 0.5, count: 2 * side * side * inputs)
        let bytes = [UInt8](repeating: 0x3C, count: 18 * inputs * outputs)
        return {
            bytes.withUnsafeBytes { bytes in
                let weights = PackedConvolution(
                    inPlace: RawSpan(_unsafeBytes: bytes), element: .float16, outputs: outputs, inputs: inputs,
                    kernelHeight: 3, kernelWidth: 3)
                reuse(2 * side * side * outputs) {
                    convolve(
                        input.span, weights, shape: shape, bias: nil, perImage: nil, residual: nil,
                        precision: .bfloat16, into: &$0)
                }
            }
        }
    }
}

/// Weights of 16 bits as they lie in a file, of as many layers as no cache holds.
private final class Layers {
    private let bytes: [UInt8]
    private let inputs: Int, outputs: Int
    private var layer = 0

    private var size: Int { inputs * outputs * 2 }

    init(inputs: Int, outputs: Int) {
        self.inputs = inputs
        self.outputs = outputs
        let size = inputs * outputs * 2
        bytes = [UInt8](repeating: 0x3C, count: max(1, (160 << 20) / size) * size)
    }

    func next(_ body: (PackedMatrix) -> Void) {
        layer = (layer + 1) % (bytes.count / size)
        bytes.withUnsafeBytes { bytes in
            let weights = UnsafeRawBufferPointer(rebasing: bytes[layer * size..<(layer + 1) * size])
            body(
                PackedMatrix(
                    inPlace: RawSpan(_unsafeBytes: weights), element: .float16, outputs: outputs, inputs: inputs))
        }
    }
}
