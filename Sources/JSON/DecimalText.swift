/// The fewest digits that read back as `value`, laid out as Python's `repr` does: a point always, an exponent below 1e-4
/// and from 1e16 on.
///
/// Python's layout, because graphs are compared and embedded in pictures as its `json.dumps` writes them.
func decimalText(of value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity" }

    // Swift's own text has the right digits; only where it puts the point differs.
    var digits: [UInt8] = []
    var pointPosition = 0
    var exponent = 0
    var sawPoint = false
    var text = value.magnitude.description.utf8[...]
    while let byte = text.popFirst() {
        if byte == UInt8(ascii: "e") {
            exponent = Int(String(Substring(text))) ?? 0
            break
        }
        if byte == UInt8(ascii: ".") {
            sawPoint = true
            continue
        }
        if !sawPoint { pointPosition += 1 }
        digits.append(byte)
    }
    pointPosition += exponent
    let leadingZeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(min(leadingZeros, digits.count))
    pointPosition -= leadingZeros
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    if digits.isEmpty {
        digits = [UInt8(ascii: "0")]
        pointPosition = 1
    }

    let sign = value.sign == .minus ? "-" : ""
    let shown = String(decoding: digits, as: UTF8.self)
    switch pointPosition {
    case -3...0:
        return sign + "0." + String(repeating: "0", count: -pointPosition) + shown
    case 1...16 where digits.count <= pointPosition:
        return sign + shown + String(repeating: "0", count: pointPosition - digits.count) + ".0"
    case 1...16:
        return sign + shown.prefix(pointPosition) + "." + shown.dropFirst(pointPosition)
    default:
        let power = pointPosition - 1
        let mantissa = digits.count == 1 ? shown : shown.prefix(1) + "." + shown.dropFirst()
        let powerDigits = power.magnitude < 10 ? "0\(power.magnitude)" : "\(power.magnitude)"
        return sign + mantissa + "e" + (power < 0 ? "-" : "+") + powerDigits
    }
}
