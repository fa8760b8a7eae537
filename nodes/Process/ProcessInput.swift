import Engine
import JSON
import Tensors

/// An input of a program as the engine sees it.
enum ProcessInput {
    case integer(Input<Int>)
    case number(Input<Double>)
    case boolean(Input<Bool>)
    case text(Input<String>)
    case image(Input<Image>)
    case optionalImage(Input<Image?>)
    case mask(Input<Mask>)
    case optionalMask(Input<Mask?>)
    case latent(Input<Latent>)
    case optionalLatent(Input<Latent?>)

    init(_ port: ProcessPort) {
        let (name, summary, start, isOptional) = (
            port.name, port.summary, port.words["default"], port.isOptional
        )
        switch port.kind {
        case .integer:
            let range = port.integers ?? Int.min...Int.max
            self = .integer(
                start?.int.map {
                    Input(wrappedValue: $0, summary, in: range, optional: isOptional, name: name)
                }
                    ?? Input(summary, in: range, name: name))
        case .number:
            let range = port.numbers ?? -1e300...1e300
            self = .number(
                start?.double.map {
                    Input(wrappedValue: $0, summary, in: range, optional: isOptional, name: name)
                }
                    ?? Input(summary, in: range, name: name))
        case .boolean:
            self = .boolean(
                start?.bool.map { Input(wrappedValue: $0, summary, optional: isOptional, name: name) }
                    ?? Input(summary, name: name))
        case .text:
            let isLong = port.words["multiline"]?.bool ?? false
            self = .text(
                start?.string.map {
                    Input(wrappedValue: $0, summary, multiline: isLong, optional: isOptional, name: name)
                } ?? Input(summary, multiline: isLong, name: name))
        case .image:
            self =
                isOptional ? .optionalImage(Input(summary, name: name)) : .image(Input(summary, name: name))
        case .mask:
            self =
                isOptional ? .optionalMask(Input(summary, name: name)) : .mask(Input(summary, name: name))
        case .latent:
            self =
                isOptional
                ? .optionalLatent(Input(summary, name: name)) : .latent(Input(summary, name: name))
        }
    }

    /// The wrapper itself, for `Mirror`.
    var property: any AnyInput {
        switch self {
        case .integer(let input): input
        case .number(let input): input
        case .boolean(let input): input
        case .text(let input): input
        case .image(let input): input
        case .optionalImage(let input): input
        case .mask(let input): input
        case .optionalMask(let input): input
        case .latent(let input): input
        case .optionalLatent(let input): input
        }
    }

    /// What goes to the program; nil if it is left out.
    var value: ProcessValue? {
        switch self {
        case .integer(let input): .text("\(input.wrappedValue)")
        case .number(let input): .text("\(input.wrappedValue)")
        case .boolean(let input): .text("\(input.wrappedValue)")
        case .text(let input): .text(input.wrappedValue)
        case .image(let input): .pictures(input.wrappedValue.pixels)
        case .optionalImage(let input): input.wrappedValue.map { .pictures($0.pixels) }
        case .mask(let input): .pictures(Self.grey(input.wrappedValue))
        case .optionalMask(let input): input.wrappedValue.map { .pictures(Self.grey($0)) }
        case .latent(let input): .tensor(input.wrappedValue.samples)
        case .optionalLatent(let input): input.wrappedValue.map { .tensor($0.samples) }
        }
    }

    /// - Shapes: [N, H, W] → [N, H, W, 1].
    private static func grey(_ mask: Mask) -> Tensor { mask.values.reshaped(mask.values.shape + [1]) }
}

/// A value on its way into or out of a program.
enum ProcessValue {
    case text(String)
    /// - Shapes: [N, H, W, 1, 3 or 4].
    case pictures(Tensor)
    case tensor(Tensor)
}
