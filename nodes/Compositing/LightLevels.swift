import Foundation

/// The light of a colour in sRGB, component by component.
///
/// - Units: 0 to 1 both ways; values outside are kept.
/// - Source: IEC 61966-2-1.
func lightOfLevel(_ level: Float) -> Float {
    level <= 0.04045 ? level / 12.92 : powf((max(level, 0) + 0.055) / 1.055, 2.4)
}

func levelOfLight(_ light: Float) -> Float {
    light <= 0.0031308 ? 12.92 * light : 1.055 * powf(max(light, 0), Float(1 / 2.4 as Double)) - 0.055
}

func lightOfLevels(_ levels: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(lightOfLevel(levels.x), lightOfLevel(levels.y), lightOfLevel(levels.z))
}

func levelsOfLight(_ light: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(levelOfLight(light.x), levelOfLight(light.y), levelOfLight(light.z))
}
