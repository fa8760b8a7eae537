/// The colour of links by their type, on a light and on a dark page.
///
/// - Source: the dark ones are those of ComfyUI's default palette; the light ones are the same hues with enough contrast on
///   white.
struct LinkColour {
    let light: String
    let dark: String

    /// - Parameter type: as graphs call it; of a list of types the first counts.
    init(_ type: String) {
        let first = type.prefix { $0 != "," }
        self = Self.table[String(first)] ?? LinkColour(light: "#7c828c", dark: "#9aa39a")
    }

    private init(light: String, dark: String) {
        self.light = light
        self.dark = dark
    }

    private static let table: [String: LinkColour] = [
        "MODEL": LinkColour(light: "#7e5fc9", dark: "#b39ddb"),
        "CLIP": LinkColour(light: "#b59400", dark: "#ffd500"),
        "VAE": LinkColour(light: "#d63c3c", dark: "#ff6e6e"),
        "CONDITIONING": LinkColour(light: "#d97f0b", dark: "#ffa931"),
        "LATENT": LinkColour(light: "#cf4bc6", dark: "#ff9cf9"),
        "IMAGE": LinkColour(light: "#2a7fd4", dark: "#64b5f6"),
        "MASK": LinkColour(light: "#3f9142", dark: "#81c784"),
        "CONTROL_NET": LinkColour(light: "#0f9d6c", dark: "#6ee7b7"),
        "CLIP_VISION": LinkColour(light: "#3c8f98", dark: "#a8dadc"),
        "CLIP_VISION_OUTPUT": LinkColour(light: "#8f5a3a", dark: "#ad7452"),
        "STYLE_MODEL": LinkColour(light: "#5f9b45", dark: "#c2ffae"),
        "TAESD": LinkColour(light: "#9a8433", dark: "#dcc274"),
        "NOISE": LinkColour(light: "#6d6d6d", dark: "#b0b0b0"),
        "GUIDER": LinkColour(light: "#0794a0", dark: "#66ffff"),
        "SAMPLER": LinkColour(light: "#b8605f", dark: "#ecb4b4"),
        "SIGMAS": LinkColour(light: "#4f9a4f", dark: "#cdffcd"),
    ]
}
