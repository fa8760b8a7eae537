import Diffusion
import Layers
import Models
import Tensors

/// What control networks add to a model in each step of a walk. What is the same in every step is computed once.
///
/// Used by the one task that walks.
final class ControlPass {
    private let sampling: ModelSampling
    private let model: UNet
    private var networks: [ObjectIdentifier: ControlNet] = [:]
    private var adapted: [Place: ControlResiduals] = [:]
    private var guides: [Place: Tensor] = [:]
    private var masks: [Place: Tensor] = [:]
    private var contexts: [Prompts: PreparedContext] = [:]

    /// A control in a latent, or a residual, of some size.
    private struct Place: Hashable {
        let control: ObjectIdentifier
        let height: Int, width: Int
        let count: Int
    }

    private struct Prompts: Hashable {
        let control: ObjectIdentifier
        let numbers: [Int]
    }

    /// - Parameter model: that is steered.
    init(_ sampling: ModelSampling, steering model: UNet) {
        self.sampling = sampling
        self.model = model
    }

    /// - Returns: nil if nothing steers this call.
    /// - Throws: `CancellationError`; `ModelInputError`; if weights cannot be read.
    func residuals(for call: ModelCall) throws -> ControlResiduals? {
        try residuals(of: call.control as? AppliedControl, for: call)
    }

    private func residuals(of control: AppliedControl?, for call: ModelCall) throws -> ControlResiduals? {
        guard let control else { return nil }
        let previous = try residuals(of: control.previous, for: call)
        guard control.use.counts(at: call.sigma, of: sampling) else { return previous }
        let own = try weighed(predict(control, call), control, call)
        return try previous.map { try $0 + own } ?? own
    }

    private func predict(_ control: AppliedControl, _ call: ModelCall) throws -> ControlResiduals {
        switch control.control.kind {
        case .adapter(let adapter): return try features(of: control, adapter, call)
        case .copy(let network): return try predict(control, network, call)
        case .thin(let thin):
            let network = try networks[ObjectIdentifier(control)] ?? thin.network(beside: model)
            networks[ObjectIdentifier(control)] = network
            return try predict(control, network, call)
        }
    }

    private func predict(
        _ control: AppliedControl, _ network: ControlNet, _ call: ModelCall
    ) throws -> ControlResiduals {
        try network(
            sampling.input(call.latent, at: call.sigma),
            timesteps: [Float](repeating: call.timestep, count: call.latent.shape[0]),
            context: context(of: control, network, call), guide: guide(of: control, network, call), label: call.label,
            kinds: control.control.pictureKinds)
    }

    /// Prompts are looked up in the same way in every step.
    private func context(
        of control: AppliedControl, _ network: ControlNet, _ call: ModelCall
    ) throws -> PreparedContext {
        let key = Prompts(control: ObjectIdentifier(control), numbers: call.prompts)
        if let known = contexts[key] { return known }
        let made = try network.prepare(call.controlContext ?? call.context)
        contexts[key] = made
        return made
    }

    /// What the network sees in its picture, resized to the pixels of the latent as ComfyUI does.
    private func guide(of control: AppliedControl, _ network: ControlNet, _ call: ModelCall) throws -> Tensor {
        let key = place(of: control, call)
        let known: Tensor
        if let guide = guides[key] {
            known = guide
        } else {
            let (height, width) = (call.latent.shape[2], call.latent.shape[3])
            guard control.hint.shape[3] == 3 else {
                throw ModelInputError.pictureChannels(wanted: 3, found: control.hint.shape[3])
            }
            known = try network.guide(
                hint(of: control, call, height: 8 * height, width: 8 * width), kinds: control.control.pictureKinds)
            guides[key] = known
        }
        return spread(known, over: call)
    }

    /// What an adapter makes of its picture, which is the same in every step.
    private func features(
        of control: AppliedControl, _ adapter: T2IAdapter, _ call: ModelCall
    ) throws -> ControlResiduals {
        let key = place(of: control, call)
        let known: ControlResiduals
        if let features = adapted[key] {
            known = features
        } else {
            func whole(_ cells: Int) -> Int {
                (8 * cells + adapter.blockSize - 1) / adapter.blockSize * adapter.blockSize
            }
            var picture = hint(
                of: control, call, height: whole(call.latent.shape[2]), width: whole(call.latent.shape[3]))
            if adapter.pictureChannels == 1, picture.shape[3] > 1 { picture = picture.meanOfChannels }
            guard picture.shape[3] == adapter.pictureChannels else {
                throw ModelInputError.pictureChannels(wanted: adapter.pictureChannels, found: picture.shape[3])
            }
            known = try adapter(picture)
            try check(known)
            adapted[key] = known
        }
        return known.mapping { spread($0, over: call).fitted(toBatch: call.latent.shape[0]) }
    }

    /// That an adapter was made for this model.
    private func check(_ features: ControlResiduals) throws(ModelInputError) {
        let trunk = model.configuration.trunk
        for (block, feature) in features.inputs {
            guard trunk.input.indices.contains(block - 1), trunk.input[block - 1].width == feature.shape[3] else {
                throw .control
            }
        }
    }

    private func place(of control: AppliedControl, _ call: ModelCall) -> Place {
        Place(
            control: ObjectIdentifier(control), height: call.latent.shape[2], width: call.latent.shape[3],
            count: call.imagesPerPrompt)
    }

    /// The pictures of each prompt's images, in the size in which a network sees them.
    private func hint(of control: AppliedControl, _ call: ModelCall, height: Int, width: Int) -> Tensor {
        let used = control.hint[rows: 0..<min(control.hint.shape[0], call.imagesPerPrompt)]
        return resized(used, height: height, width: width, method: .nearestExact, crop: .center)
    }

    // MARK: Weights

    /// The residuals times strength and mask.
    private func weighed(
        _ residuals: ControlResiduals, _ control: AppliedControl, _ call: ModelCall
    ) -> ControlResiduals {
        var residuals = residuals
        if control.control.isAveraged { residuals = residuals.mapping(\.averagedOverPicture) }
        if control.use.strength != 1 { residuals = residuals * Float(control.use.strength) }
        guard let mask = control.use.mask else { return residuals }
        return residuals.mapping { $0 * self.mask(mask, of: control, call, like: $0) }
    }

    /// - Shapes: `residual` [B, h, w, C] → the same.
    private func mask(_ mask: Tensor, of control: AppliedControl, _ call: ModelCall, like residual: Tensor) -> Tensor {
        let (height, width) = (residual.shape[1], residual.shape[2])
        let key = Place(
            control: ObjectIdentifier(control), height: height, width: width, count: call.imagesPerPrompt)
        let planes: Tensor
        if let known = masks[key] {
            planes = known
        } else {
            let used = mask[rows: 0..<min(mask.shape[0], call.imagesPerPrompt)]
            planes = resized(
                used.reshaped([used.shape[0], mask.shape[1], mask.shape[2], 1]), height: height, width: width,
                method: .area, crop: .center)
            masks[key] = planes
        }
        return spread(planes, over: call).fitted(toBatch: residual.shape[0]).repeated(residual.shape[3], axis: 3)
    }

    /// One picture serves all images; several serve the images of each prompt in turn.
    private func spread(_ pictures: Tensor, over call: ModelCall) -> Tensor {
        guard pictures.shape[0] > 1 else { return pictures }
        return pictures.fitted(toBatch: call.imagesPerPrompt).fitted(toBatch: call.latent.shape[0])
    }
}

extension Tensor {
    /// - Shapes: [N, H, W, C] → [N, H, W, 1].
    fileprivate var meanOfChannels: Tensor {
        let channels = shape[3]
        return Tensor(shape: Array(shape.dropLast()) + [1]) { means in
            let values = values
            for pixel in 0..<means.count {
                var sum: Float = 0
                for channel in 0..<channels { sum += values[pixel * channels + channel] }
                means[pixel] = sum / Float(channels)
            }
        }
    }

    /// Each channel's mean over height and width, in every place.
    ///
    /// - Shapes: [N, H, W, C] → same.
    fileprivate var averagedOverPicture: Tensor {
        let (count, cells, channels) = (shape[0], shape[1] * shape[2], shape[3])
        let ones = Tensor(repeating: 1 / Float(cells), shape: [count, 1, cells])
        let means = matmul(ones, reshaped([count, cells, channels]))
        return means.repeated(cells, axis: 1).reshaped(shape)
    }
}
