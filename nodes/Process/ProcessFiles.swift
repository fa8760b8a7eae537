import Engine
import Formats
import Foundation
import Tensors

/// The values of a program as files in its folder.
struct ProcessFiles {
    let folder: String

    /// How often the program is called: once for each picture of a batch that goes to it as PNG files.
    ///
    /// - Throws: `ProcessError.unequalBatches`.
    static func calls(for values: [(ProcessPort, ProcessValue?)]) throws(ProcessError) -> Int {
        var calls = 1
        for (port, value) in values where port.kind.fileExtension == "png" {
            guard case .pictures(let pixels)? = value, pixels.shape[0] != 1 else { continue }
            guard calls == 1 || calls == pixels.shape[0] else {
                throw .unequalBatches(calls, pixels.shape[0])
            }
            calls = pixels.shape[0]
        }
        return calls
    }

    func path(of port: ProcessPort) -> String {
        "\(folder)/\(port.name).\(port.kind.fileExtension ?? "txt")"
    }

    /// What stands for the value among the arguments: the value, or the path of its file. A value that is left out is empty.
    func write(_ value: ProcessValue?, of port: ProcessPort, call: Int) throws -> String {
        let path = path(of: port)
        switch value {
        case nil: return ""
        case .text(let text)?:
            guard port.kind.fileExtension != nil else { return text }
            try AtomicFile.write(Array(text.utf8), to: path)
        case .pictures(let pixels)? where port.kind.fileExtension == "png":
            let row = min(call, pixels.shape[0] - 1)
            var picture = pixels[rows: row..<row + 1].reshaped(Array(pixels.shape.dropFirst()))
            if picture.shape[2] == 1 { picture = picture.repeated(3, axis: 2) }
            try AtomicFile.write(PNG.encode(picture, text: [], compressionLevel: 1), to: path)
        case .pictures(let tensor)?, .tensor(let tensor)?:
            var writer = SafetensorsWriter()
            writer.add(port.name, tensor)
            try writer.write(to: path)
        }
        return path
    }

    /// What the program has written for an output.
    ///
    /// - Parameter limit: in bytes.
    /// - Throws: `ProcessError`; what the formats say of a file that they cannot read.
    func read(_ port: ProcessPort, limit: Int) throws -> ProcessValue {
        let path = path(of: port)
        // A link could lead out of the folder.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard attributes?[.type] as? FileAttributeType == .typeRegular else {
            throw ProcessError.missingOutput(port.name)
        }
        let size = attributes?[.size] as? Int ?? 0
        guard size <= limit else {
            throw ProcessError.largeOutput(port.name, bytes: size, limit: limit)
        }
        do {
            switch port.kind.fileExtension {
            case "png":
                let picture = try Picture(path: path)
                return .pictures(picture.pixels.reshaped([1] + picture.pixels.shape.suffix(3)))
            case "safetensors":
                let file = try SafetensorsFile(path: path)
                guard let tensor = file.tensors[port.name] else {
                    throw ProcessError.missingTensor(port.name)
                }
                let wanted = 4
                guard tensor.shape.count == wanted, tensor.shape.allSatisfy({ $0 > 0 }) else {
                    throw ProcessError.misshapenTensor(port.name, tensor.shape)
                }
                let values = try tensor.tensor()
                return port.kind == .latent ? .tensor(values) : .pictures(values)
            default:
                guard let text = String(validating: try readFile(path, limit: limit), as: UTF8.self) else {
                    throw ProcessError.unreadable(port.name, "it is no UTF-8 text")
                }
                return .text(text.hasSuffix("\n") ? String(text.dropLast()) : text)
            }
        } catch let error as ProcessError {
            throw error
        } catch {
            throw ProcessError.unreadable(
                port.name, "\(error)".replacingOccurrences(of: folder + "/", with: ""))
        }
    }
}
