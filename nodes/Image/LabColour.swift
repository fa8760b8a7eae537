import Foundation
import Tensors

extension Tensor {
    /// Pictures in CIE Lab with the white of D65.
    ///
    /// - Shapes: [N, H, W, 3] → same.
    /// - Units: from sRGB in 0 to 1; lightness 0 to 100.
    /// - Source: kornia's `rgb_to_lab`, with its numbers of few digits.
    func inLab() -> Tensor {
        changingColours { levels in
            let light = lightOfLevels(levels)
            let stimulus = SIMD3(
                (light * SIMD3(0.412453, 0.357580, 0.180423)).sum() / LabColour.white.x,
                (light * SIMD3(0.212671, 0.715160, 0.072169)).sum() / LabColour.white.y,
                (light * SIMD3(0.019334, 0.119193, 0.950227)).sum() / LabColour.white.z)
            func felt(_ value: Float) -> Float {
                value > 0.008856 ? powf(value, 1 / 3) : 7.787 * value + 4 / 29
            }
            let (x, y, z) = (felt(stimulus.x), felt(stimulus.y), felt(stimulus.z))
            return SIMD3(116 * y - 16, 500 * (x - y), 200 * (y - z))
        }
    }

    /// Pictures of Lab in sRGB, limited to 0 to 1.
    ///
    /// - Source: kornia's `lab_to_rgb`.
    func fromLab() -> Tensor {
        changingColours { lab in
            let y = (lab.x + 16) / 116
            let felt = SIMD3(lab.y / 500 + y, y, max(y - lab.z / 200, 0))
            func stimulus(_ value: Float) -> Float {
                value > 0.2068966 ? value * value * value : (value - 4 / 29) / 7.787
            }
            let xyz = SIMD3(stimulus(felt.x), stimulus(felt.y), stimulus(felt.z)) * LabColour.white
            let light = SIMD3(
                (xyz * SIMD3(3.2404813432005266, -1.5371515162713185, -0.4985363261688878)).sum(),
                (xyz * SIMD3(-0.9692549499965682, 1.8759900014898907, 0.0415559265582928)).sum(),
                (xyz * SIMD3(0.0556466391351772, -0.2040413383665112, 1.0573110696453443)).sum())
            return levelsOfLight(light).clamped(lowerBound: .zero, upperBound: .one)
        }
    }

    private func changingColours(_ change: (SIMD3<Float>) -> SIMD3<Float>) -> Tensor {
        precondition(shape.last == 3, "colours of \(shape)")
        return Tensor(shape: shape) { result in
            let values = values
            for pixel in stride(from: 0, to: values.count, by: 3) {
                let colour = change(SIMD3(values[pixel], values[pixel + 1], values[pixel + 2]))
                (result[pixel], result[pixel + 1], result[pixel + 2]) = (colour.x, colour.y, colour.z)
            }
        }
    }
}

private enum LabColour {
    static let white = SIMD3<Float>(0.95047, 1, 1.08883)
}
