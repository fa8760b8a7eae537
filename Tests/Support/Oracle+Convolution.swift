extension Oracle {
    /// The sizes of a convolution; `padding` is top, left, bottom, right.
    public struct Window: Sendable {
        public var images = 1
        public var height: Int
        public var width: Int
        public var inputs: Int
        public var outputs: Int
        public var kernel = 3
        public var stride = 1
        public var padding = [1, 1, 1, 1]

        public init(
            images: Int = 1, height: Int, width: Int, inputs: Int, outputs: Int, kernel: Int = 3, stride: Int = 1,
            padding: [Int] = [1, 1, 1, 1]
        ) {
            self.images = images
            self.height = height
            self.width = width
            self.inputs = inputs
            self.outputs = outputs
            self.kernel = kernel
            self.stride = stride
            self.padding = padding
        }

        public var outputHeight: Int { (height + padding[0] + padding[2] - kernel) / stride + 1 }
        public var outputWidth: Int { (width + padding[1] + padding[3] - kernel) / stride + 1 }
        public var inputCount: Int { images * height * width * inputs }
        public var outputCount: Int { images * outputHeight * outputWidth * outputs }
        public var weightCount: Int { outputs * inputs * kernel * kernel }
    }

    /// - Shapes: `input` [N, H, W, inputs], `weights` [outputs, inputs, kernel, kernel], `bias` [outputs], `perImage`
    ///   [N, outputs], `residual` as the result.
    public static func convolve(
        _ input: [Float], _ weights: [Float], _ window: Window, bias: [Float]? = nil, perImage: [Float]? = nil,
        residual: [Float]? = nil
    ) -> [Double] {
        let (kernel, inputs, outputs) = (window.kernel, window.inputs, window.outputs)
        var result: [Double] = []
        result.reserveCapacity(window.outputCount)
        for image in 0..<window.images {
            for row in 0..<window.outputHeight {
                for column in 0..<window.outputWidth {
                    for output in 0..<outputs {
                        var sum = Double(bias?[output] ?? 0) + Double(perImage?[image * outputs + output] ?? 0)
                        sum += Double(residual?[result.count] ?? 0)
                        for ky in 0..<kernel {
                            let y = row * window.stride + ky - window.padding[0]
                            guard y >= 0, y < window.height else { continue }
                            for kx in 0..<kernel {
                                let x = column * window.stride + kx - window.padding[1]
                                guard x >= 0, x < window.width else { continue }
                                let pixel = ((image * window.height + y) * window.width + x) * inputs
                                let weight = (output * inputs * kernel + ky) * kernel + kx
                                for channel in 0..<inputs {
                                    sum +=
                                        Double(input[pixel + channel])
                                        * Double(weights[weight + channel * kernel * kernel])
                                }
                            }
                        }
                        result.append(sum)
                    }
                }
            }
        }
        return result
    }
}
