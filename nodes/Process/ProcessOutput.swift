import Engine
import Tensors

/// An output of a program as the engine sees it.
enum ProcessOutput {
    case text(Output<String>)
    case image(Output<Image>)
    case mask(Output<Mask>)
    case latent(Output<Latent>)

    init(_ port: ProcessPort) {
        switch port.kind {
        case .image: self = .image(Output(port.name, summary: port.summary))
        case .mask: self = .mask(Output(port.name, summary: port.summary))
        case .latent: self = .latent(Output(port.name, summary: port.summary))
        case .integer, .number, .boolean, .text: self = .text(Output(port.name, summary: port.summary))
        }
    }

    /// The wrapper itself, for `Mirror`.
    var property: Any {
        switch self {
        case .text(let output): output
        case .image(let output): output
        case .mask(let output): output
        case .latent(let output): output
        }
    }

    /// Sets what the calls of the program made: pictures as one batch, texts line by line.
    func set(_ values: [ProcessValue], of port: ProcessPort) throws(ProcessError) {
        switch self {
        case .text(let output):
            output.wrappedValue = values.compactMap { if case .text(let text) = $0 { text } else { nil } }
                .joined(separator: "\n")
        case .image(let output): output.wrappedValue = Image(pixels: try Self.joined(values, port))
        case .mask(let output):
            let grey = try Self.joined(values, port)
            output.wrappedValue = Mask(
                values: grey.sliced(axis: 3, 0..<1).reshaped(grey.shape.dropLast()))
        case .latent(let output): output.wrappedValue = Latent(samples: try Self.joined(values, port))
        }
    }

    private static func joined(_ values: [ProcessValue], _ port: ProcessPort) throws(ProcessError)
        -> Tensor
    {
        let tensors = values.compactMap { value -> Tensor? in
            switch value {
            case .pictures(let tensor), .tensor(let tensor): tensor
            case .text: nil
            }
        }
        guard let first = tensors.first,
            tensors.allSatisfy({ $0.shape.dropFirst() == first.shape.dropFirst() })
        else {
            throw .unequalPictures(port.name)
        }
        return tensors.count == 1 ? first : concatenate(tensors, axis: 0)
    }
}
