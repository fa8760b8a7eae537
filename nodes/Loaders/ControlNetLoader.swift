import Engine
import Formats
import Models
import Tensors

/// Opens a control network.
struct ControlNetLoader: Node {
    static let displayName = "Load ControlNet Model"
    static let category = "model/loaders"
    static let summary = "Load a control network."

    @Input("The control network.", from: .models("controlnet")) var controlNetName: FileName

    @Output var controlNet: ControlNetwork

    func run(_ context: RunContext) throws {
        controlNet = try ControlNetwork(tensors: loadWeightsFile(controlNetName.path), path: controlNetName.path)
    }
}

extension ControlNetwork {
    /// A control network from a file's tensors.
    ///
    /// - Throws: if the file has no control network, or a damaged one.
    init(tensors: [String: StoredTensor], path: String) throws {
        if let thin = ThinControl(file: tensors, origin: path) {
            kind = .thin(thin)
        } else if let adapter = try T2IAdapter(file: tensors, origin: path) {
            kind = .adapter(adapter)
        } else {
            kind = .copy(try ControlNet(file: tensors, origin: path))
        }
        // As in ComfyUI, the name alone says so.
        let stem = (path.split(separator: "/").last ?? "").prefix { $0 != "." }
        isAveraged = stem.hasSuffix("_shuffle") || stem.hasSuffix("_shuffle_fp16")
        memoryCost = byteCount(of: tensors, below: "")
    }
}
