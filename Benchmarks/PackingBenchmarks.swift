import Kernels

/// How fast weights go from the file's order into panels: what loading a model takes, and a product with weights of eight bits
/// and fewer.
let packingBenchmarks =
    [WeightElement.float16, .float32].map(matrixPacking) + [WeightElement.float16, .float32].map(convolutionPacking)
    + [ShortFormat.float8e4m3, .int8, .rotatedInt8(group: 256), .blocks(.q8_0), .blocks(.q4K)].map(matrixOpening)

private func matrixOpening(_ format: ShortFormat) -> Benchmark {
    let byteCount = 5120 * 1280 / format.runLength * format.runByteCount
    return Benchmark(name: "opening \(format) matrix 5120 x 1280", bytes: Double(byteCount + 4 * 5120 * 1280)) {
        let bytes = [UInt8](repeating: 0x3C, count: byteCount)
        return { withOpenMatrix(bytes.span.bytes, format, outputs: 5120, inputs: 1280) { _ in } }
    }
}

private func matrixPacking(_ element: WeightElement) -> Benchmark {
    let byteCount = 5120 * 1280 * element.byteCount
    return Benchmark(name: "packing \(element) matrix 5120 x 1280", bytes: Double(2 * byteCount)) {
        let bytes = [UInt8](repeating: 0x3C, count: byteCount)
        return { _ = PackedMatrix(bytes.span.bytes, element: element, outputs: 5120, inputs: 1280) }
    }
}

private func convolutionPacking(_ element: WeightElement) -> Benchmark {
    let byteCount = 640 * 640 * 9 * element.byteCount
    return Benchmark(name: "packing \(element) convolution 640 x 640 x 3 x 3", bytes: Double(2 * byteCount)) {
        let bytes = [UInt8](repeating: 0x3C, count: byteCount)
        return {
            _ = PackedConvolution(
                bytes.span.bytes, element: element, outputs: 640, inputs: 640, kernelHeight: 3, kernelWidth: 3,
                stride: 1)
        }
    }
}
