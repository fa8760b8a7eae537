import Foundation

/// A colour as a text names it: by name, in digits after a #, as `rgb(…)`, `rgba(…)`, `hsl(…)` or `hsv(…)`.
///
/// - Source: CSS Color Module Level 4, as far as Pillow's `ImageColor` reads it.
struct WrittenColour: Hashable {
    let red, green, blue, alpha: UInt8

    /// - Throws: for a text that is no colour.
    init(_ text: String) throws(ColourError) {
        let written = text.lowercased()
        guard text.unicodeScalars.count <= 100, let levels = Self.levels(written) else { throw .unreadable(text) }
        // What is brighter than white is white.
        let bytes = levels.map { UInt8(clamping: $0) }
        (red, green, blue) = (bytes[0], bytes[1], bytes[2])
        alpha = bytes.count > 3 ? bytes[3] : 255
    }

    /// Three or four levels from 0 to 255.
    private static func levels(_ text: String) -> [Int]? {
        if let number = ColourNames.numbers[text[...]] {
            return [Int(number >> 16), Int(number >> 8 & 255), Int(number & 255)]
        }
        if text.hasPrefix("#") { return digits(text.dropFirst()) }
        guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else { return nil }
        let inside = text[text.index(after: open)...].dropLast()
        let parts = inside.split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        switch (text[..<open], parts.count) {
        case ("rgb", 3):
            return whole(parts) ?? whole(parts, unit: "%")?.map { Int(Double($0.multipliedClamping(255)) / 100 + 0.5) }
        case ("rgba", 4): return whole(parts)
        case ("hsl", 3): return cylinder(parts).map { fromLightness(hue: $0, saturation: $1, lightness: $2) }
        case ("hsv", 3), ("hsb", 3): return cylinder(parts).map { fromValue(hue: $0, saturation: $1, value: $2) }
        default: return nil
        }
    }

    /// Three or four digits are doubled.
    private static func digits(_ text: Substring) -> [Int]? {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count else { return nil }
        switch digits.count {
        case 3, 4: return digits.map { $0 * 17 }
        case 6, 8: return stride(from: 0, to: digits.count, by: 2).map { digits[$0] * 16 + digits[$0 + 1] }
        default: return nil
        }
    }

    private static func whole(_ parts: [String], unit: String = "") -> [Int]? {
        let numbers = parts.compactMap { part -> Int? in
            guard part.hasSuffix(unit) || unit.isEmpty else { return nil }
            let digits = part.dropLast(unit.count)
            guard !digits.isEmpty, digits.utf8.allSatisfy({ 48...57 ~= $0 }) else { return nil }
            // So many digits that they are no number here are bright enough.
            return Int(digits) ?? Int.max
        }
        return numbers.count == parts.count ? numbers : nil
    }

    /// Degrees as a part of the circle, and two parts of a hundred as parts of one.
    private static func cylinder(_ parts: [String]) -> (Double, Double, Double)? {
        let numbers = parts.enumerated().compactMap { index, part -> Double? in
            guard index == 0 || part.hasSuffix("%") else { return nil }
            let number = part.dropLast(index == 0 ? 0 : 1)
            let pieces = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = pieces.first, !first.isEmpty, pieces.allSatisfy({ $0.utf8.allSatisfy { 48...57 ~= $0 } })
            else { return nil }
            return Double(number.hasSuffix(".") ? number.dropLast() : number)
        }
        guard numbers.count == 3 else { return nil }
        return (numbers[0] / 360, numbers[1] / 100, numbers[2] / 100)
    }

    private static func fromLightness(hue: Double, saturation: Double, lightness: Double) -> [Int] {
        guard saturation != 0 else { return bytes([lightness, lightness, lightness]) }
        let high =
            lightness <= 0.5
            ? lightness * (1 + saturation) : lightness + saturation - lightness * saturation
        let low = 2 * lightness - high
        let parts = [hue + 1.0 / 3, hue, hue - 1.0 / 3].map { place -> Double in
            let place = place - floor(place)
            if place < 1.0 / 6 { return low + (high - low) * place * 6 }
            if place < 0.5 { return high }
            return place < 2.0 / 3 ? low + (high - low) * (2.0 / 3 - place) * 6 : low
        }
        return bytes(parts)
    }

    private static func fromValue(hue: Double, saturation: Double, value: Double) -> [Int] {
        guard saturation != 0 else { return bytes([value, value, value]) }
        let sixth = hue * 6
        let part = sixth - sixth.rounded(.towardZero)
        let low = value * (1 - saturation)
        let (falling, rising) = (value * (1 - saturation * part), value * (1 - saturation * (1 - part)))
        switch Int(min(sixth, 1e15)) % 6 {
        case 0: return bytes([value, rising, low])
        case 1: return bytes([falling, value, low])
        case 2: return bytes([low, value, rising])
        case 3: return bytes([low, falling, value])
        case 4: return bytes([rising, low, value])
        default: return bytes([value, low, falling])
        }
    }

    private static func bytes(_ parts: [Double]) -> [Int] { parts.map { Int(max(-1, min($0 * 255 + 0.5, 256))) } }
}

extension Int {
    fileprivate func multipliedClamping(_ factor: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? .max : product
    }
}
