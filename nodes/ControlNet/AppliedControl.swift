import Diffusion
import Models
import Tensors

/// A control network with the picture that it looks at, and those that were applied before it.
final class AppliedControl: Control {
    let control: ControlNetwork

    /// [M, H, W, 3], in any size.
    let hint: Tensor

    let use: ControlUse

    /// Its residuals are added to this one's.
    let previous: AppliedControl?

    init(_ control: ControlNetwork, hint: Tensor, _ use: ControlUse, after previous: AppliedControl?) {
        self.control = control
        self.hint = hint
        self.use = use
        self.previous = previous
    }
}

/// How much a control network counts, where and when.
struct ControlUse {
    var strength: Double

    /// The part of the way, 0 at pure noise to 1 at the picture.
    var start = 0.0
    var end = 1.0

    /// Factor on what the network adds [M, H, W], in any size.
    var mask: Tensor?

    func counts(at sigma: Float, of sampling: ModelSampling) -> Bool {
        sigma <= Float(sampling.sigma(progress: start)) && sigma >= Float(sampling.sigma(progress: end))
    }
}

extension [Conditioning] {
    /// The same prompts, steered by one more network; those that were steered alike before stay so, and can share a batch.
    ///
    /// - Parameter lendsToOthers: whether it also acts on prompts of another side that have no network of their own.
    func controlled(
        by control: ControlNetwork, hint: Tensor, _ use: ControlUse, lendsToOthers: Bool = false
    ) -> [Conditioning] {
        guard use.strength != 0 else { return self }
        var made: [ObjectIdentifier?: AppliedControl] = [:]
        return map { side in
            side.mapping { entry in
                let previous = entry.control as? AppliedControl
                let key = previous.map { ObjectIdentifier($0) }
                let applied = made[key] ?? AppliedControl(control, hint: hint, use, after: previous)
                made[key] = applied
                entry.control = applied
                entry.controlsBothSides = lendsToOthers
            }
        }
    }
}
