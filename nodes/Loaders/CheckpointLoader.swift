import Diffusion
import Engine
import Foundation
import Models

/// Opens a checkpoint with the configuration that its authors gave beside it.
///
/// All but what the model predicts and where its text encoder ends follows from the checkpoint itself.
struct CheckpointLoader: Node {
    static let displayName = "Load Checkpoint With Config (DEPRECATED)"
    static let category = "model/loaders"
    static let summary = "Load a checkpoint with a configuration file."

    @Input("The configuration, a YAML file.", from: .models("configs")) var configName: FileName
    @Input("The checkpoint.", from: .models("checkpoints")) var ckptName: FileName

    @Output var model: Model
    @Output var clip: CLIP
    @Output var vae: VAE

    func run(_ context: RunContext) throws {
        let checkpoint = try Checkpoint(ckptName.path)
        (model, clip, vae) = (checkpoint.model, checkpoint.clip, checkpoint.vae)
        let text = try String(contentsOfFile: configName.path, encoding: .utf8)
        func value(of key: String) -> String? {
            text.split(separator: "\n").lazy.compactMap { line -> String? in
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == key else { return nil }
                return parts[1].trimmingCharacters(in: CharacterSet(charactersIn: " \t\r\"'"))
            }.first
        }
        if value(of: "parameterization") == "v" { model.sampling = .discrete(.velocity) }
        if let layer = value(of: "layer_idx").flatMap({ Int($0) }) {
            clip.encoder = clip.encoder.map { $0.stopping(at: layer) }
        }
    }
}
