import Kernels

/// What is turned into what: a decoded picture, a latent, the heads of an attention, a matrix.
private let permutations: [(String, [Int], [Int])] = [
    ("channels first, a picture", [1, 512, 512, 3], [0, 3, 1, 2]),
    ("channels last, a U-Net block", [2, 320, 64, 64], [0, 2, 3, 1]),
    ("heads", [2, 4096, 8, 40], [0, 2, 1, 3]),
    ("transpose", [2048, 2048], [1, 0]),
]

let layoutBenchmarks =
    permutations.map { name, shape, axes in
        let count = shape.reduce(1, *)
        return Benchmark(name: "permute: \(name) \(shape)", bytes: Double(count * 8)) {
            let input = [Float](repeating: 0.5, count: count)
            return { reuse(count) { permute(input.span, shape: shape, axes: axes, into: &$0) } }
        }
    }
    + [
        Benchmark(name: "concatenate channels 640 + 320 at 64²", bytes: Double(2 * 4096 * 960 * 8)) {
            let pixels = 2 * 4096
            let (wide, narrow) = (
                [Float](repeating: 0.5, count: pixels * 640), [Float](repeating: 0.5, count: pixels * 320)
            )
            return {
                reuse(pixels * 960) {
                    let start = Runs(start: 0, step: 640)
                    copyRuns(pixels, of: 640, from: wide.span, start, to: &$0, Runs(start: 0, step: 960))
                    copyRuns(
                        pixels, of: 320, from: narrow.span, Runs(start: 0, step: 320), to: &$0,
                        Runs(start: 640, step: 960))
                }
            }
        }
    ]
