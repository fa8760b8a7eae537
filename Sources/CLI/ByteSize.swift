import ArgumentParser

/// A number of bytes as people write it: `512M`, `10G`. K, M, G and T are powers of 1024.
struct ByteSize: ExpressibleByArgument, Hashable {
    let bytes: Int

    init(bytes: Int) {
        self.bytes = bytes
    }

    init?(argument: String) {
        var digits = argument.uppercased()[...]
        if digits.hasSuffix("IB") {
            digits = digits.dropLast(2)
        } else if digits.hasSuffix("B") {
            digits = digits.dropLast()
        }
        let shifts: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
        let shift = digits.last.flatMap { shifts[$0] }
        if shift != nil { digits = digits.dropLast() }
        guard let number = Double(digits), number >= 0, number.isFinite else { return nil }
        let bytes = number * Double(1 << (shift ?? 0))
        guard bytes < Double(Int.max) else { return nil }
        self.bytes = Int(bytes)
    }

    /// As people read it: `1.5 GiB`.
    var text: String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var value = Double(bytes)
        var unit = 0
        while value >= 1023.95, unit + 1 < units.count {
            value /= 1024
            unit += 1
        }
        let tenths = Int((value * 10).rounded())
        return unit == 0 || tenths >= 1000
            ? "\(Int(value.rounded())) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
