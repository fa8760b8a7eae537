/// A change of a model's weights that counts only under the prompts that carry it.
public struct Hook: Sendable {
    /// What it changes; hooks that share one instance are one hook. The model knows its type.
    public let change: any HookedChange

    /// How strong it is when; nil for always as strong as it says.
    public var keyframes: HookKeyframes?

    public init(_ change: any HookedChange, keyframes: HookKeyframes? = nil) {
        self.change = change
        self.keyframes = keyframes
    }

    fileprivate func isSame(as other: Hook) -> Bool { change === other.change }
}

/// What a hook does to a model.
public protocol HookedChange: AnyObject, Sendable {}

extension [Hook] {
    /// These hooks and then those of `others` that are not among them.
    public func joined(with others: [Hook]) -> [Hook] {
        others.reduce(into: self) { joined, hook in
            if !joined.contains(where: hook.isSame) { joined.append(hook) }
        }
    }

    /// Whether two prompts with these hooks see the same model throughout a walk.
    func isSame(as others: [Hook]) -> Bool {
        count == others.count && zip(self, others).allSatisfy { $0.isSame(as: $1) && $0.keyframes === $1.keyframes }
    }
}

/// A hook at one noise level.
public struct ActiveHook: Sendable {
    public let change: any HookedChange
    /// Factor on the strength of the hook itself.
    public let strength: Double

    public init(change: any HookedChange, strength: Double) {
        self.change = change
        self.strength = strength
    }
}
