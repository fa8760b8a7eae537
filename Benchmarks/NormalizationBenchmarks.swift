import Kernels

/// Images, pixels, channels: the U-Net at 64² and 16², the VAE at 512².
private let groupNormShapes = [(2, 4096, 320), (2, 256, 1280), (1, 262_144, 128)]

/// Rows and columns: a transformer block at 64², the text encoder; for softmax a block of scores.
private let rowShapes = [(8192, 320), (154, 768)]

let normalizationBenchmarks =
    groupNormShapes.map { images, pixels, channels in
        let count = images * pixels * channels
        return Benchmark(name: "groupNorm + SiLU \(images) x \(pixels) x \(channels)", bytes: Double(count * 12)) {
            let input = [Float](repeating: 0.5, count: count)
            let scale = [Float](repeating: 1, count: channels)
            return {
                reuse(count) {
                    groupNorm(
                        input.span, scale: scale.span, shift: scale.span, into: &$0, images: images, groups: 32,
                        epsilon: 1e-5, silu: true)
                }
            }
        }
    }
    + rowShapes.map { rows, columns in
        Benchmark(name: "layerNorm \(rows) x \(columns)", bytes: Double(rows * columns * 8)) {
            let input = [Float](repeating: 0.5, count: rows * columns)
            let scale = [Float](repeating: 1, count: columns)
            return {
                reuse(rows * columns) {
                    layerNorm(input.span, scale: scale.span, shift: scale.span, into: &$0, epsilon: 1e-5)
                }
            }
        }
    }
    + [(1024, 4096)].map { rows, columns in
        Benchmark(name: "softmax \(rows) x \(columns)", bytes: Double(rows * columns * 8)) {
            let input = [Float](repeating: 0.5, count: rows * columns)
            return { reuse(rows * columns) { softmax(input.span, into: &$0, columns: columns) } }
        }
    }
