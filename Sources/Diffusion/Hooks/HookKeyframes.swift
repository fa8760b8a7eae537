/// How strong hooks are on the way from noise to picture. Hooks that share one instance change together.
public final class HookKeyframes: Sendable {
    /// In the order of their starts; where those are equal, in the order in which they were added.
    public let keyframes: [HookKeyframe]

    public init(_ keyframes: [HookKeyframe]) {
        self.keyframes = keyframes.enumerated()
            .sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }.map(\.element)
    }
}

/// A strength, and from where on it counts.
public struct HookKeyframe: Sendable, Hashable {
    /// Factor on the strength of the hook itself.
    public let strength: Double

    /// The part of the way, 0 at pure noise to 1 at the picture.
    public let start: Double

    /// Steps that it is kept for, even if they lie beyond the next one's start.
    public let leastSteps: Int

    public init(strength: Double, start: Double, leastSteps: Int = 1) {
        self.strength = strength
        self.start = start
        self.leastSteps = leastSteps
    }
}

extension HookKeyframes {
    /// `strengths` at equal distances from one part of the way to another. Only the first is kept for a step at least.
    public static func evenlySpread(_ strengths: [Double], from start: Double, to end: Double) -> [HookKeyframe] {
        zip(strengths, evenlySpaced(strengths.count, from: Float(start), to: Float(end))).enumerated().map {
            HookKeyframe(strength: $1.0, start: Double($1.1), leastSteps: $0 == 0 ? 1 : 0)
        }
    }
}

/// How a strength goes from one value to another.
public enum HookTransition: String, Sendable, CaseIterable {
    case linear
    case easeIn = "ease_in"
    case easeOut = "ease_out"
    case easeInOut = "ease_in_out"

    /// `count` values from `start` to `end`.
    ///
    /// - Source: `InterpolationMethod` in ComfyUI's `hooks.py`, which computes in 32-bit floats.
    public func strengths(_ count: Int, from start: Double, to end: Double) -> [Double] {
        guard self != .linear else {
            return evenlySpaced(count, from: Float(start), to: Float(end)).map(Double.init)
        }
        return evenlySpaced(count, from: 0, to: 1 as Float).map { part in
            Double(Float(end - start) * eased(part) + Float(start))
        }
    }

    private func eased(_ part: Float) -> Float {
        switch self {
        case .linear: part
        case .easeIn: part * part
        case .easeOut: 1 - (1 - part) * (1 - part)
        case .easeInOut: (1 - (part * .pi).cosine) / 2
        }
    }
}
