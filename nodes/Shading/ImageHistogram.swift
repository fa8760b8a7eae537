import Engine
import Tensors

/// How often each level of 0 to 255 occurs.
struct Histogram: Port {
    static let portType = "HISTOGRAM"

    let counts: [Int]

    var memoryCost: Int { 8 * counts.count }
}

/// Counts how often each level occurs in a picture.
struct ImageHistogram: Node {
    static let displayName = "Image Histogram"
    static let category = "utilities"
    static let summary = "Count how often each level of red, green, blue and brightness occurs in the first picture."

    @Input("The pictures.") var image: Image

    @Output("rgb") var average: Histogram
    @Output("luminance") var luminance: Histogram
    @Output("red") var red: Histogram
    @Output("green") var green: Histogram
    @Output("blue") var blue: Histogram

    func run(_ context: RunContext) throws {
        let channels = image.pixels.shape[3]
        guard channels >= 3 else { throw ShadingError.tooFewChannels(channels) }
        let first = image.pixels[rows: 0..<1]
        var counts = Array(repeating: Array(repeating: 0, count: 256), count: 4)
        let values = first.values
        for pixel in stride(from: 0, to: values.count, by: channels) {
            let (r, g, b) = (values[pixel], values[pixel + 1], values[pixel + 2])
            // The weights of ITU-R BT.709.
            let brightness = 0.2126 * r + 0.7152 * g + 0.0722 * b
            for (channel, level) in [r, g, b, brightness].enumerated() { counts[channel][Self.level(level)] += 1 }
        }
        (red, green, blue) = (Histogram(counts: counts[0]), Histogram(counts: counts[1]), Histogram(counts: counts[2]))
        luminance = Histogram(counts: counts[3])
        average = Histogram(counts: (0..<256).map { (counts[0][$0] + counts[1][$0] + counts[2][$0]) / 3 })
    }

    /// What is no number counts as black.
    private static func level(_ value: Float) -> Int {
        let scaled = value * 255
        return scaled > 0 ? Int(min(scaled, 255)) : 0
    }
}
