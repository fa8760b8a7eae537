import Foundation
import Tensors

/// Cosines, then sines, of each timestep at falling frequencies from 1 down to 1/10,000.
///
/// Frequencies and angles are rounded to 32 bits as PyTorch does; at timestep 999 an angle computed more exactly differs
/// in its fifth digit.
///
/// - Shapes: → [N, width].
/// - Source: `timestep_embedding` in CompVis `util.py`.
func sinusoids(of timesteps: [Float], width: Int) -> Tensor {
    let half = width / 2
    let frequencies = (0..<half).map { index in
        exp(-Float(log(10_000.0)) * Float(index) / Float(half))
    }
    var values: [Float] = []
    values.reserveCapacity(timesteps.count * width)
    for timestep in timesteps {
        values += frequencies.map { cos(timestep * $0) }
        values += frequencies.map { sin(timestep * $0) }
        if !width.isMultiple(of: 2) { values.append(0) }
    }
    return Tensor(values, shape: [timesteps.count, width])
}
