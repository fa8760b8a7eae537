import Kernels

// RT-DETR at 640 × 640: its depthwise convolutions, its normalisation, its decoder's glances; SDPose's maps; BiRefNet's
// deformable convolutions and windows.

/// Pixels along an edge, channels, and the kernel.
private let depthwiseShapes = [(160, 64, 5), (40, 512, 5)]

let detectionBenchmarks =
    depthwiseShapes.map { edge, channels, kernel in
        let count = edge * edge * channels
        return Benchmark(
            name: "depthwise \(edge)² x \(channels), \(kernel)²",
            operations: Double(2 * kernel * kernel * count), bytes: Double(8 * count)
        ) {
            let input = [Float](repeating: 0.5, count: count)
            let weights = [Float](repeating: 0.25, count: kernel * kernel * channels)
            let shape = DepthwiseShape(
                images: 1, height: edge, width: edge, channels: channels, kernel: kernel, stride: 1,
                padding: kernel / 2)
            return { reuse(count) { convolveDepthwise(input.span, weights.span, shape: shape, into: &$0) } }
        }
    } + [
        Benchmark(name: "scaled channels 160² x 64", bytes: Double(8 * 160 * 160 * 64)) {
            let scale = [Float](repeating: 1, count: 64)
            return {
                reuse(160 * 160 * 64) { scaleChannels(&$0, by: scale.span, shift: scale.span, rectified: true) }
            }
        },
        Benchmark(name: "deformable sampling 300 queries of 256", bytes: Double(4 * 300 * 12 * 4 * 256)) {
            let values = [Float](repeating: 0.5, count: 8400 * 256)
            let places = (0..<300 * 8 * 12 * 2).map { Float($0 % 97) / 97 }
            let weights = [Float](repeating: 1 / 12, count: 300 * 8 * 12)
            let shape = DeformableShape(
                queries: 300, heads: 8, width: 256, grids: [(80, 80), (40, 40), (20, 20)], points: [3, 6, 3])
            return {
                reuse(300 * 256) {
                    sampleDeformably(
                        values.span, places: places.span, weights: weights.span, shape: shape, into: &$0)
                }
            }
        },
        Benchmark(name: "blurred planes 133 x 256 x 192", bytes: Double(8 * 133 * 256 * 192)) {
            let planes = [Float](repeating: 0.5, count: 133 * 256 * 192)
            let half = [0.2, 0.18, 0.12, 0.06, 0.03, 0.01]
            return {
                reuse(planes.count) { blurPlanes(planes.span, by: half.span, height: 256, width: 192, into: &$0) }
            }
        },
    ] + deformableBenchmarks + windowBenchmarks

private let deformableBenchmarks = [(256, 7), (256, 3), (64, 7)].map { edge, kernel in
    let (pixels, places) = (edge * edge, kernel * kernel)
    return Benchmark(
        name: "deformable convolution 64 @ \(edge)² to 256, \(kernel)²",
        operations: Double(2 * pixels * places * 64 * 256), bytes: Double(4 * pixels * (64 + 3 * places + 256))
    ) {
        let input = [Float](repeating: 0.5, count: pixels * 64)
        let moves = (0..<2 * pixels * places).map { Float($0 % 97) / 40 - 1.2 }
        let shares = [Float](repeating: 1, count: pixels * places)
        let weights = [Float](repeating: 0.25, count: places * 64 * 256)
        let packed = PackedConvolution(
            weights.span.bytes, element: .float32, outputs: 256, inputs: 64, kernelHeight: kernel,
            kernelWidth: kernel, stride: 1)
        let window = DeformableWindow(images: 1, height: edge, width: edge, pixels: 0..<pixels)
        return {
            reuse(pixels * 256) {
                convolveDeformably(
                    input.span, moves: moves.span, shares: shares.span, packed, window: window, into: &$0)
            }
        }
    }
}

private let windowBenchmarks = [(22, 6), (36, 24)].map { windows, heads in
    let count = windows * 144 * heads * 32
    return Benchmark(
        name: "attention in \(windows) windows of 12², \(heads) heads of 32",
        operations: Double(4 * count * 144), bytes: Double(16 * count)
    ) {
        let values = [Float](repeating: 0.5, count: count)
        let masks = [Float](repeating: 0.1, count: heads * 144 * 144)
        let shape = AttentionShape(
            images: windows, queries: 144, keys: 144, heads: heads, headSize: 32, isCausal: false, scale: 0.18)
        let choice = [Int](repeating: 0, count: windows)
        return {
            reuse(count) {
                attention(
                    query: values.span, key: values.span, value: values.span, mask: masks.span, masks: choice,
                    shape: shape, into: &$0)
            }
        }
    }
}
