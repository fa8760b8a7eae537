import Diffusion
import Engine
import Formats
import Foundation
import Models
import Tensors

/// Tensors of a model on their way into a file of the output folder.
struct SavedModel {
    let tensors: [String: StoredTensor]
    var marks: [String] = []

    /// Writes a safetensors file with the workflow inside, under the next free number of its prefix.
    func write(prefix: String, _ context: RunContext) throws {
        let files = try NumberedFiles(
            root: context.folders.output, prefix: prefix, height: 0, width: 0, date: Date())
        var writer = SafetensorsWriter(
            metadata: Dictionary(context.metadata.map { ($0.0, $0.1) }) { first, _ in first })
        for (name, tensor) in tensors { writer.add(name, tensor) }
        for mark in marks { writer.add(mark, Tensor([], shape: [0])) }
        context.saved(try files.write(ending: "_.safetensors") { try writer.write(to: $0, existing: .kept) })
    }
}

extension Model {
    /// Names of empty tensors that tell how the network is to be used.
    var savedMarks: [String] {
        guard sampling.prediction == .velocity else { return [] }
        // The usual levels end at 14.6; those that end in pure noise go on to thousands.
        return sampling.highestSigma > 1000 ? ["v_pred", "ztsnr"] : ["v_pred"]
    }
}

/// What cannot be saved.
enum SavedModelError: Error, Hashable, CustomStringConvertible {
    case severalFiles

    var description: String {
        switch self {
        case .severalFiles: "this VAE lies in two files, which are what it is saved as. Connect another VAE."
        }
    }
}
