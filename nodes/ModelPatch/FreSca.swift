import Diffusion
import Engine
import Foundation
import Tensors

/// Scales slow and quick changes of guidance over the picture by factors of their own.
struct FreSca: Node {
    static let displayName = "FreSca"
    static let category = "experimental"
    static let summary = "Scale the coarse and the fine part of guidance separately."

    @Input("The model.") var model: Model
    @Input("Factor on what changes slowly over the picture.", in: 0...10) var scaleLow = 1.0
    @Input("Factor on what changes quickly.", in: 0...10) var scaleHigh = 1.25
    @Input("How many waves across the picture still count as slow.", in: 1...10_000) var freqCutoff = 20

    @Output var changed: Model

    func run(_ context: RunContext) {
        let (low, high, cutoff) = (Float(scaleLow), Float(scaleHigh), freqCutoff)
        changed = model
        changed.changePredictions { step in
            // Without a negative prediction there is no guidance to scale.
            guard step.hasNegative else { return (step.positive, step.negative) }
            let guidance = step.positive - step.negative
            let slow = guidance.slowPart(waves: cutoff)
            return (guidance * high + slow * (low - high) + step.negative, step.negative)
        }
    }
}

// Source: Huang et al. 2025, “FreSca: Scaling in Frequency Space Enhances Diffusion Models”.

extension Tensor {
    /// What is left of each plane when only its slowest waves are kept: `waves` of either direction on each axis, at most
    /// those that there are. The quickest of them is kept in one direction only, as in ComfyUI, whose result is complex then;
    /// this is the real part.
    ///
    /// - Shapes: [N, C, H, W] → same.
    func slowPart(waves: Int) -> Tensor {
        let (height, width) = (shape[2], shape[3])
        let planes = reshaped([shape[0] * shape[1], height, width])
        let (rows, columns) = (WaveFilter(length: height, waves: waves), WaveFilter(length: width, waves: waves))
        func filtered(_ left: Tensor, _ right: Tensor) -> Tensor {
            let count = planes.shape[0]
            return matmul(matmul(left.repeated(count, axis: 0), planes), right.repeated(count, axis: 0))
        }
        // (A + iB) X (C + iD): the transposes of B and D are their negatives.
        return (filtered(rows.even, columns.even) + filtered(rows.odd, columns.odd)).reshaped(shape)
    }
}

/// A matrix that keeps the waves -k ..< k of a line, as its real and its imaginary part.
private struct WaveFilter {
    /// [1, length, length] each; the first is symmetric, the second antisymmetric.
    let even: Tensor, odd: Tensor

    init(length: Int, waves: Int) {
        let kept = min(waves, length / 2)
        var (real, imaginary) = ([Double](repeating: 0, count: length), [Double](repeating: 0, count: length))
        for distance in 0..<length {
            for wave in -kept..<kept {
                let angle = 2 * Double.pi * Double(wave * distance % length) / Double(length)
                real[distance] += cos(angle) / Double(length)
                imaginary[distance] += sin(angle) / Double(length)
            }
        }
        func matrix(_ entries: [Double]) -> Tensor {
            Tensor(
                (0..<length).flatMap { row in
                    (0..<length).map { column in Float(entries[(row - column + length) % length]) }
                }, shape: [1, length, length])
        }
        even = matrix(real)
        odd = matrix(imaginary)
    }
}
