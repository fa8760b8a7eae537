/// Why pictures or masks cannot be worked on as a node asks.
enum PixelError: Error, Hashable, CustomStringConvertible {
    case noPixelsLeft(height: Int, width: Int)
    case outside(x: Int, y: Int, height: Int, width: Int)
    case radiusTooLarge(Int, side: Int)
    case otherChannels(Int, wanted: Int)
    case noChannel(String, channels: Int)
    case otherSizes([[Int]])
    case neitherPictureNorMask

    var description: String {
        switch self {
        case .noPixelsLeft(let height, let width):
            "the result: \(width)×\(height) pixels are no picture. Use a larger size."
        case .outside(let x, let y, let height, let width):
            "the rectangle: (\(x), \(y)) lies outside the \(width)×\(height) pixels. Move it."
        case .radiusTooLarge(let radius, let side):
            "the radius: \(radius) pixels are too many for a side of \(side). Use at most \(side - 1)."
        case .otherChannels(let found, let wanted):
            "the pictures: one has \(found) channels, the other \(wanted). Remove or add transparency."
        case .noChannel(let name, let channels):
            "channel '\(name)': the picture has only \(channels). Choose another channel."
        case .neitherPictureNorMask:
            "the input: is neither pictures nor masks. Connect an output of type IMAGE or MASK."
        case .otherSizes(let found):
            "the pictures: they are \(found). Make them equal in number and size."
        }
    }
}
