import Engine
import Tensors

/// Joins brightness and two colour differences into pictures.
struct ImageYUVToRGB: Node {
    static let displayName = "Image YUV to RGB"
    static let category = "image/color"
    static let summary = "Join brightness and two colour differences into pictures."

    @Input("Brightness.", name: "Y") var brightness: Image
    @Input("How blue it is, 0.5 for not.", name: "U") var blueness: Image
    @Input("How red it is, 0.5 for not.", name: "V") var redness: Image

    @Output var image: Image

    func run(_ context: RunContext) throws {
        func plane(_ image: Image) -> Tensor {
            let channels = image.pixels.shape[3]
            return Tensor(shape: image.pixels.shape.dropLast() + [1]) { plane in
                let values = image.pixels.values
                for place in 0..<plane.count {
                    var sum: Float = 0
                    for channel in 0..<channels { sum += values[place * channels + channel] }
                    plane[place] = sum / Float(channels)
                }
            }
        }
        let planes = [brightness, blueness, redness].map(plane)
        guard planes.allSatisfy({ $0.shape == planes[0].shape }) else {
            throw PixelError.otherSizes(planes.map { Array($0.shape.prefix(3)) })
        }
        image = Image(pixels: YUV.picture(y: planes[0], u: planes[1], v: planes[2]))
    }
}
