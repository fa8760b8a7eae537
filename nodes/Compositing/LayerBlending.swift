import Engine
import Foundation

/// How the colours of a layer mix with those below.
///
/// - Source: Porter and Duff 1984 for what is covered; the formulas are those of GIMP's layer modes.
enum LayerBlending: String, Choice {
    case normal, multiply, screen, overlay, darken, lighten
    case colorDodge = "color-dodge"
    case colorBurn = "color-burn"
    case hardLight = "hard-light"
    case softLight = "soft-light"
    case difference, exclusion
    case linearDodge = "linear-dodge"
    case linearBurn = "linear-burn"
    case vividLight = "vivid-light"
    case pinLight = "pin-light"
    case linearLight = "linear-light"
    case hardMix = "hard-mix"
    case subtract, divide
    case grainExtract = "grain-extract"
    case grainMerge = "grain-merge"
    case hue, saturation, color, luminosity

    /// Whether colours mix as light does; else as numbers of a file do.
    private var mixesLight: Bool {
        switch self {
        case .normal, .multiply, .darken, .lighten, .linearDodge, .subtract, .divide, .luminosity: true
        default: false
        }
    }

    /// A pixel over another.
    ///
    /// - Units: both as light, the last component opaque at 1; `opacity` counts besides.
    func composite(_ above: SIMD4<Float>, over below: SIMD4<Float>, opacity: Float) -> SIMD4<Float> {
        let share = above.w * opacity
        let (bottom, top) = (below.colours, above.colours)
        if self == .normal {
            let total = share + (1 - share) * below.w
            guard share != 0, total != 0 else { return SIMD4(bottom, total) }
            guard below.w != 0 else { return SIMD4(top, total) }
            return SIMD4(share / total * (top - bottom) + bottom, total)
        }
        // All others colour what is there, and leave alone what is empty.
        guard below.w != 0, share != 0 else { return below }
        let mixed =
            mixesLight ? blended(bottom, top) : lightOfLevels(blended(levelsOfLight(bottom), levelsOfLight(top)))
        return SIMD4(mixed * share + bottom * (1 - share), below.w)
    }

    private func blended(_ below: SIMD3<Float>, _ above: SIMD3<Float>) -> SIMD3<Float> {
        switch self {
        case .hue: ColourTraits.hue(of: above, on: below)
        case .saturation: ColourTraits.saturation(of: above, on: below)
        case .color: ColourTraits.colour(of: above, on: below)
        case .luminosity: ColourTraits.brightness(of: above, on: below)
        default:
            SIMD3(
                component(below.x, above.x), component(below.y, above.y), component(below.z, above.z))
        }
    }

    /// One component of the colour `a` below with that of `b` above.
    private func component(_ a: Float, _ b: Float) -> Float {
        switch self {
        case .normal, .hue, .saturation, .color, .luminosity: b
        case .multiply: a * b
        case .screen: 1 - (1 - a) * (1 - b)
        case .overlay: a < 0.5 ? 2 * a * b : 1 - 2 * (1 - b) * (1 - a)
        case .darken: min(a, b)
        case .lighten: max(a, b)
        case .colorDodge: Self.dodged(a, by: 1 - b)
        case .colorBurn: Self.burnt(a, by: b)
        case .hardLight: min(b > 0.5 ? 1 - (1 - a) * (1 - (b - 0.5) * 2) : a * (b * 2), 1)
        case .softLight: (1 - a) * (a * b) + a * (1 - (1 - a) * (1 - b))
        case .difference: abs(a - b)
        case .exclusion: 0.5 - 2 * (a - 0.5) * (b - 0.5)
        case .linearDodge: a + b
        case .linearBurn: a + b - 1
        case .vividLight: b <= 0.5 ? Self.burnt(a, by: 2 * b) : Self.dodged(a, by: 2 * (1 - b))
        case .pinLight: b > 0.5 ? max(a, 2 * (b - 0.5)) : min(a, 2 * b)
        case .linearLight: a + 2 * b - 1
        case .hardMix: a + b < 1 ? 0 : 1
        case .subtract: max(a - b, 0)
        case .divide: min(max(a / max(b, tiny), 0), 1)
        case .grainExtract: a - b + 0.5
        case .grainMerge: a + b - 0.5
        }
    }

    private static func dodged(_ a: Float, by divisor: Float) -> Float {
        if a <= 0 { return 0 }
        return divisor <= tiny ? 1 : min(a / divisor, 1)
    }

    private static func burnt(_ a: Float, by divisor: Float) -> Float {
        if a >= 1 { return 1 }
        return divisor <= tiny ? 0 : 1 - min((1 - a) / divisor, 1)
    }
}

/// Below this, something counts as nothing.
private let tiny: Float = 1e-6

/// Colours that take a trait of another.
private enum ColourTraits {
    static func hue(of above: SIMD3<Float>, on below: SIMD3<Float>) -> SIMD3<Float> {
        let spread = above.max() - above.min()
        guard spread > tiny else { return below }
        let highest = below.max()
        let saturation = highest != 0 ? (highest - below.min()) / highest : 0
        let ratio = saturation * highest / spread
        return above * ratio + (highest - above.max() * ratio)
    }

    static func saturation(of above: SIMD3<Float>, on below: SIMD3<Float>) -> SIMD3<Float> {
        let highest = below.max()
        let spread = highest - below.min()
        guard spread > tiny else { return SIMD3(repeating: highest) }
        let other = above.max()
        let saturation = other != 0 ? (other - above.min()) / other : 0
        let ratio = saturation * highest / spread
        return below * ratio + (1 - ratio) * highest
    }

    static func colour(of above: SIMD3<Float>, on below: SIMD3<Float>) -> SIMD3<Float> {
        let (lightness, other) = ((below.min() + below.max()) / 2, (above.min() + above.max()) / 2)
        guard abs(other) > tiny, abs(1 - other) > tiny else { return SIMD3(repeating: lightness) }
        let room = min(lightness, 1 - lightness)
        let ratio = room / min(other, 1 - other)
        let offset = (lightness > 0.5 ? 1 - 2 * room : 0) + (other > 0.5 ? 2 * room - ratio : 0)
        return above * ratio + offset
    }

    static func brightness(of above: SIMD3<Float>, on below: SIMD3<Float>) -> SIMD3<Float> {
        let own = brightness(below)
        return abs(own) < tiny ? SIMD3(repeating: 0) : below * (brightness(above) / own)
    }

    /// The brightness of light in sRGB's primaries, adapted to D50.
    private static func brightness(_ light: SIMD3<Float>) -> Float {
        light.x * 0.2224884 + light.y * 0.71690369 + light.z * 0.06060791
    }
}

extension SIMD4<Float> {
    fileprivate var colours: SIMD3<Float> { SIMD3(x, y, z) }
}
