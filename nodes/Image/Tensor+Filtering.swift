import Tensors

extension Tensor {
    /// Every pixel replaced by the weighed sum of its neighbours, the picture mirrored at its edges.
    ///
    /// Each product is added with a single rounding, in the kernel's order: levels that a file holds exactly lie at
    /// the edge of being cut off to the next lower one, so that another order shows.
    ///
    /// - Shapes: self [N, H, W, C] → same.
    /// - Throws: `PixelError` where the picture is too small to be mirrored.
    func filtered(by kernel: GaussianKernel) throws(PixelError) -> Tensor {
        let (radius, side) = (kernel.radius, 2 * kernel.radius + 1)
        let (height, width, channels) = (shape[1], shape[2], shape[3])
        guard radius < min(height, width) else { throw .radiusTooLarge(radius, side: min(height, width)) }
        let padded = mirrored(axis: 1, by: radius).mirrored(axis: 2, by: radius)
        let rowLength = (width + 2 * radius) * channels
        return Tensor(shape: shape) { result in
            let values = padded.values
            var sums = [Double](repeating: 0, count: width * channels)
            for row in 0..<shape[0] * height {
                let top = (row / height * (height + 2 * radius) + row % height) * rowLength
                for index in sums.indices { sums[index] = 0 }
                for place in 0..<side * side {
                    let start = top + place / side * rowLength + place % side * channels
                    let weight = Double(kernel.weights[place])
                    for index in sums.indices {
                        // The product is exact in 64 bits; rounded to 32 with the sum, as one instruction does it.
                        sums[index] = Double(Float(sums[index] + Double(values[start + index]) * weight))
                    }
                }
                for index in sums.indices { result[row * width * channels + index] = Float(sums[index]) }
            }
        }
    }

    /// With `count` further steps at both ends of an axis, mirrored at the first and the last.
    private func mirrored(axis: Int, by count: Int) -> Tensor {
        let length = shape[axis]
        return gathered(
            axis: axis,
            (-count..<length + count).map { step in
                let inside = abs(step)
                return inside < length ? inside : 2 * (length - 1) - inside
            })
    }
}
