extension Oracle {
    /// - Shapes: `input` [N, H, W, C], `weights` [kernel, kernel, C].
    public static func convolveDepthwise(_ input: [Float], _ weights: [Float], _ window: Window) -> [Double] {
        let channels = window.inputs
        var result: [Double] = []
        for image in 0..<window.images {
            for row in 0..<window.outputHeight {
                for column in 0..<window.outputWidth {
                    for channel in 0..<channels {
                        var sum = 0.0
                        for ky in 0..<window.kernel {
                            for kx in 0..<window.kernel {
                                let y = row * window.stride + ky - window.padding[0]
                                let x = column * window.stride + kx - window.padding[1]
                                guard y >= 0, x >= 0, y < window.height, x < window.width else { continue }
                                let pixel = ((image * window.height + y) * window.width + x) * channels
                                sum +=
                                    Double(input[pixel + channel])
                                    * Double(weights[(ky * window.kernel + kx) * channels + channel])
                            }
                        }
                        result.append(sum)
                    }
                }
            }
        }
        return result
    }

    /// A transposed convolution of 4 × 4 weights, stride 2 and padding 1: each pixel is spread over a window.
    ///
    /// - Shapes: `input` [N, H, W, inputs], `weights` [inputs, outputs, 4, 4] → [N, 2H, 2W, outputs].
    public static func convolveDoubling(_ input: [Float], _ weights: [Float], _ window: Window) -> [Double] {
        let (height, width) = (window.height, window.width)
        var result = [Double](repeating: 0, count: window.images * 4 * height * width * window.outputs)
        for pixel in 0..<window.images * height * width {
            let (image, row, column) = (pixel / width / height, pixel / width % height, pixel % width)
            for (ky, kx) in (0..<16).map({ ($0 / 4, $0 % 4) }) {
                let (y, x) = (2 * row + ky - 1, 2 * column + kx - 1)
                guard y >= 0, x >= 0, y < 2 * height, x < 2 * width else { continue }
                for output in 0..<window.outputs {
                    for channel in 0..<window.inputs {
                        result[((image * 2 * height + y) * 2 * width + x) * window.outputs + output] +=
                            Double(input[pixel * window.inputs + channel])
                            * Double(weights[((channel * window.outputs + output) * 4 + ky) * 4 + kx])
                    }
                }
            }
        }
        return result
    }

    /// What a query's heads find at places between the tokens of grids, bilinearly; outside there are zeros.
    ///
    /// - Shapes: `values` [tokens, D], `places` [queries, heads, points, 2], `weights` [queries, heads, points].
    public static func sampleDeformably(
        _ values: [Float], places: [Float], weights: [Float], heads: Int, width: Int,
        grids: [(height: Int, width: Int)], points: [Int]
    ) -> [Double] {
        let (depth, count) = (width / heads, points.reduce(0, +))
        let queries = weights.count / heads / count
        var result = [Double](repeating: 0, count: queries * width)
        for (index, weight) in weights.enumerated() {
            let (query, head) = (index / count / heads, index / count % heads)
            var (grid, first, left) = (0, 0, index % count)
            while left >= points[grid] {
                left -= points[grid]
                first += grids[grid].height * grids[grid].width
                grid += 1
            }
            let x = Double(places[2 * index]) * Double(grids[grid].width) - 0.5
            let y = Double(places[2 * index + 1]) * Double(grids[grid].height) - 0.5
            for row in 0..<grids[grid].height {
                for column in 0..<grids[grid].width {
                    let share = max(0, 1 - abs(x - Double(column))) * max(0, 1 - abs(y - Double(row)))
                    let token = first + row * grids[grid].width + column
                    for feature in head * depth..<(head + 1) * depth {
                        result[query * width + feature] +=
                            Double(weight) * share * Double(values[token * width + feature])
                    }
                }
            }
        }
        return result
    }

    /// A convolution whose places are moved, each weighted by its share; between pixels it sees their mixture.
    ///
    /// - Shapes: `input` [N, H, W, inputs], `moves` [N, H, W, places, 2], `shares` [N, H, W, places], `weights` [outputs,
    ///   inputs, kernel, kernel].
    public static func convolveDeformably(
        _ input: [Float], moves: [Float], shares: [Float], _ weights: [Float], _ window: Window
    ) -> [Double] {
        let (kernel, inputs) = (window.kernel, window.inputs)
        let places = kernel * kernel
        var result = [Double](repeating: 0, count: window.outputCount)
        for (index, share) in shares.enumerated() {
            let (pixel, place) = (index / places, index % places)
            let (image, row, column) = (
                pixel / window.width / window.height, pixel / window.width % window.height, pixel % window.width
            )
            let y = Double(Float(row + place / kernel - kernel / 2) + moves[2 * index])
            let x = Double(Float(column + place % kernel - kernel / 2) + moves[2 * index + 1])
            for line in 0..<window.height {
                for step in 0..<window.width {
                    let part = max(0, 1 - abs(x - Double(step))) * max(0, 1 - abs(y - Double(line)))
                    guard part > 0 else { continue }
                    let source = ((image * window.height + line) * window.width + step) * inputs
                    for output in 0..<window.outputs {
                        for channel in 0..<inputs {
                            let weight = Double(weights[(output * inputs + channel) * places + place])
                            result[pixel * window.outputs + output] +=
                                weight * Double(share) * part * Double(input[source + channel])
                        }
                    }
                }
            }
        }
        return result
    }

    /// - Shapes: `planes` [planes, height, width], `half` a symmetric curve from its middle on.
    public static func blurPlanes(_ planes: [Float], by half: [Double], height: Int, width: Int) -> [Double] {
        planes.indices.map { index in
            let (plane, row, column) = (index / height / width, index / width % height, index % width)
            var sum = 0.0
            for y in max(0, row - half.count + 1)..<min(height, row + half.count) {
                for x in max(0, column - half.count + 1)..<min(width, column + half.count) {
                    sum += half[abs(y - row)] * half[abs(x - column)] * Double(planes[(plane * height + y) * width + x])
                }
            }
            return sum
        }
    }
}
