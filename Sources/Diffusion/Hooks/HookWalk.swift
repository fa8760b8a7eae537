/// Where the keyframes of a walk's hooks have come to. Used by the one task that walks.
///
/// - Source: `HookKeyframeGroup` in ComfyUI's `hooks.py`.
final class HookWalk {
    private let sampling: ModelSampling
    private let highest: Float
    private var places: [ObjectIdentifier: Place] = [:]

    private struct Place {
        let keyframes: [HookKeyframe]
        /// Noise levels from which on they count.
        let levels: [Double]
        var index = 0
        var usedSteps = 0
        var sigma: Float?

        /// Steps that a keyframe is kept for; none if it counts since before the walk began.
        func leastSteps(_ index: Int, highest: Float) -> Int {
            levels[index] > Double(highest) ? 0 : keyframes[index].leastSteps
        }
    }

    /// - Parameter highest: the noise level at which the walk begins.
    init(_ sampling: ModelSampling, highest: Float) {
        self.sampling = sampling
        self.highest = highest
    }

    /// What prompts with these hooks see of them at a noise level.
    func active(_ hooks: [Hook], at sigma: Float) -> [ActiveHook] {
        hooks.map { ActiveHook(change: $0.change, strength: $0.keyframes.map { advance($0, to: sigma) } ?? 1) }
    }

    private func advance(_ group: HookKeyframes, to sigma: Float) -> Double {
        guard !group.keyframes.isEmpty else { return 1 }
        var place =
            places[ObjectIdentifier(group)]
            ?? Place(keyframes: group.keyframes, levels: group.keyframes.map { sampling.sigma(progress: $0.start) })
        defer { places[ObjectIdentifier(group)] = place }
        guard place.sigma != sigma else { return group.keyframes[place.index].strength }
        if place.usedSteps >= place.leastSteps(place.index, highest: highest) {
            for next in place.keyframes.indices.dropFirst(place.index + 1) {
                guard place.levels[next] >= Double(sigma) else { break }
                (place.index, place.usedSteps) = (next, 0)
                if place.leastSteps(next, highest: highest) > 0 { break }
            }
        }
        place.usedSteps += 1
        place.sigma = sigma
        return group.keyframes[place.index].strength
    }
}
