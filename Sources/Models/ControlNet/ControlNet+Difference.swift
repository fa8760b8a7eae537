import Layers
import Tensors

extension ControlNet {
    /// A control network from a file; if that keeps what differs from a model, `network` is the model.
    ///
    /// - Throws: if the file has no control network, or a damaged one, or was made for another family.
    public init(
        file tensors: [String: StoredTensor], addedTo network: UNet, origin: String
    ) throws(WeightsError) {
        guard tensors["difference"] != nil else {
            try self.init(file: tensors, origin: origin)
            return
        }
        let prefix = "control_model."
        var sums = tensors
        for (name, difference) in tensors where name.hasPrefix(prefix) {
            let inner = String(name.dropFirst(prefix.count))
            guard network.weights.has(inner) else { continue }
            let base = try network.weights.advising("Connect the model that the control network was made for.")(
                inner, difference.shape)
            sums[name] = TensorSum.of(difference, base)
        }
        try self.init(file: sums, origin: origin)
    }
}
