import Kernels

/// How fast weights go from the file's order into panels: what loading a model takes.
let packingBenchmarks =
    [WeightElement.float16, .float32].map(matrixPacking) + [WeightElement.float16, .float32].map(convolutionPacking)

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
