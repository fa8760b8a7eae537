/// A colour as graphs write it: # and two hexadecimal digits each for red, green and blue.
struct WebColour: Hashable {
    /// 0 to 1 in sRGB.
    let levels: SIMD3<Float>

    /// Nil unless the text is `#RRGGBB` or `#RGB`.
    init?(_ text: String) {
        guard text.hasPrefix("#") else { return nil }
        var digits = text.dropFirst().compactMap(\.hexDigitValue)
        guard digits.count == text.count - 1 else { return nil }
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        guard digits.count == 6 else { return nil }
        func level(_ place: Int) -> Float { Float(digits[place] * 16 + digits[place + 1]) / 255 }
        levels = SIMD3(level(0), level(2), level(4))
    }
}
