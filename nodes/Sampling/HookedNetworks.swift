import Diffusion
import Layers
import Models

/// The networks of a walk: the model's own, and one for each set of hooks that prompts bring along.
///
/// Used by the one task that walks.
final class HookedNetworks {
    private let plain: UNet
    private var networks: [[ObjectIdentifier]: (strengths: HookStrengths, network: UNet)] = [:]

    init(_ plain: UNet) {
        self.plain = plain
    }

    /// - Throws: if a hook does not fit the model.
    func network(for hooks: [ActiveHook]) throws(WeightsError) -> UNet {
        guard !hooks.isEmpty else { return plain }
        let strengths = HookStrengths(hooks)
        if let known = networks[strengths.changes], known.strengths == strengths { return known.network }
        let network = try plain.hooked(by: hooks)
        networks[strengths.changes] = (strengths, network)
        return network
    }
}

/// Which hooks there are, and how strong they are at the moment.
struct HookStrengths: Equatable {
    let changes: [ObjectIdentifier]
    private let strengths: [Double]

    init(_ hooks: [ActiveHook]) {
        changes = hooks.map { ObjectIdentifier($0.change) }
        strengths = hooks.map(\.strength)
    }
}
