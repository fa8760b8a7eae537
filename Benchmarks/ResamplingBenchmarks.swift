import Kernels

private let methods: [(String, @Sendable (Span<Float>, inout MutableSpan<Float>, Resizing) -> Void)] = [
    ("nearest", { resizeNearest($0, into: &$1, $2) }),
    ("bilinear", { resizeBilinear($0, into: &$1, $2, isChannelsLast: true) }),
    ("area", { resizeArea($0, into: &$1, $2) }),
    ("bicubic", { resizeBicubic($0, into: &$1, $2) }), ("lanczos", { resizeLanczos($0, into: &$1, $2) }),
]

/// A picture made larger and made smaller; a block of the U-Net doubled.
let resamplingBenchmarks =
    methods.flatMap { name, kernel in
        [(512, 1024), (1024, 512)].map { old, new in
            let size = Resizing(images: 1, channels: 3, height: old, width: old, newHeight: new, newWidth: new)
            return Benchmark(name: "\(name) \(old)² to \(new)²", bytes: Double((old * old + new * new) * 12)) {
                let input = (0..<old * old * 3).map { Float($0 % 255) / 255 }
                return { reuse(new * new * 3) { kernel(input.span, &$0, size) } }
            }
        }
    }
    + [
        Benchmark(name: "nearest 2x 2 x 32² x 640", bytes: Double(2 * 1024 * 640 * 20)) {
            let input = [Float](repeating: 0.5, count: 2 * 1024 * 640)
            return {
                reuse(4 * input.count) {
                    upsampleNearest2x(input.span, into: &$0, images: 2, height: 32, width: 32, channels: 640)
                }
            }
        }
    ]
