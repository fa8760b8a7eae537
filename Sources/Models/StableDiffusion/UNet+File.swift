import Layers
import Tensors

extension UNet {
    /// A network from a file of its own: in the original layout, with or without prefix, or in that of diffusers.
    ///
    /// - Throws: if the file has no network of the Stable Diffusion family, or a damaged one.
    public init(file tensors: [String: StoredTensor], origin: String) throws(WeightsError) {
        let weights = Weights(tensors, origin: origin)
        if let prefix = ["model.diffusion_model", "diffusion_model"].first(where: { weights.hasAny(below: $0) }) {
            try self.init(weights / prefix)
        } else if weights.hasAny(below: "down_blocks") {
            try self.init(Weights(DiffusersNames.unet(tensors), origin: origin))
        } else if weights.hasAny(below: "input_blocks") {
            try self.init(weights)
        } else {
            throw WeightsError(
                .unsupported("no diffusion model of the Stable Diffusion family lies here"), origin: origin,
                remedy: "Darkroom runs Stable Diffusion 1.x, 2.x and XL; choose such a file.")
        }
    }
}
