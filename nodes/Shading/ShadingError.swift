import Shading

/// Why a shader could not be run over pictures.
enum ShadingError: Error, Hashable {
    case source(ShaderError)
    case uniform(UniformError)
    case endless
    case channels(Int, picture: String)
    case fewerPictures(Int, picture: String, wanted: Int)
    case tooFewChannels(Int)
}

extension ShadingError: CustomStringConvertible {
    var description: String {
        switch self {
        case .source(let error): "fragment_shader, \(error)"
        case .uniform(let error): "fragment_shader, \(error)"
        case .endless: "fragment_shader: a loop does not end. Let it stop after \(ShaderRun.mostPasses) passes at most."
        case .channels(let count, let picture):
            "\(picture): \(count) channels are neither colours nor colours with opacity. Give a picture of 3 or 4."
        case .fewerPictures(let count, let picture, let wanted):
            "\(picture): \(count) pictures are too few. Give \(wanted), as many as image0 has."
        case .tooFewChannels(let count): "image: \(count) channels are no colours. Give a picture of 3 or 4."
        }
    }
}
