import Kernels

// RT-DETR at 640 × 640: its depthwise convolutions, its normalisation, its decoder's glances; SDPose's maps.

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
    ]
