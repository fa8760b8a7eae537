/// A whole number as it is written: decimal, octal after 0, hexadecimal after 0x; unsigned with a u at the end.
struct IntegerLiteral {
    let bits: UInt32
    let isUnsigned: Bool

    /// Nil if the digits make no number of 32 bits.
    init?(_ text: String) {
        var digits = text[...]
        isUnsigned = digits.last == "u" || digits.last == "U"
        if isUnsigned { digits = digits.dropLast() }
        let radix: Int
        if digits.lowercased().hasPrefix("0x") {
            (radix, digits) = (16, digits.dropFirst(2))
        } else if digits.count > 1, digits.hasPrefix("0") {
            (radix, digits) = (8, digits.dropFirst())
        } else {
            radix = 10
        }
        guard let bits = UInt32(digits, radix: radix) else { return nil }
        self.bits = bits
    }
}
