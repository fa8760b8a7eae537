import Diffusion
import Tensors

/// Calls that one walk leaves out of its network or its guidance, as the model has it.
///
/// Used by the one task that walks.
final class ReusedSteps {
    private let network: NetworkReuse?
    private let guidance: GuidanceReuse?

    init(_ model: Model) {
        let reuse = model.stepReuse
        network =
            reuse?.level == .network
            ? reuse.map { NetworkReuse($0, model.sampling, channels: model.latentFormat.channels) } : nil
        guidance = reuse?.level == .guidance ? reuse.map { GuidanceReuse($0, model.sampling) } : nil
    }

    func beginEvaluation() { network?.beginEvaluation() }

    func network(_ call: ModelCall, _ predict: (ModelCall) throws -> Tensor) throws -> Tensor {
        try network.map { try $0(call, predict) } ?? predict(call)
    }

    func denoiser(_ denoiser: Denoiser) -> Denoiser { guidance?.denoiser(denoiser) ?? denoiser }
}
