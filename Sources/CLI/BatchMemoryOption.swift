import ArgumentParser
import Foundation

/// How much memory results may take that later jobs come back to.
struct BatchMemoryOption: ParsableArguments {
    @Option(
        name: .customLong("memory"),
        help: ArgumentHelp(
            "Memory for models and results that later jobs use again, such as 8G; half of the machine's unless given.",
            valueName: "size"))
    var size: String?

    func validate() throws {
        guard let size, Self.bytes(size) == nil else { return }
        throw ValidationError("'--memory \(size)' is no size. Write a number with K, M, G or T, such as 8G.")
    }

    /// - Units: bytes.
    var bytes: Int {
        size.flatMap(Self.bytes) ?? Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)
    }

    /// - Units: bytes; K, M, G and T are powers of 1024.
    static func bytes(_ text: String) -> Int? {
        let units: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
        guard let last = text.uppercased().last else { return nil }
        let shift = units[last]
        guard let number = Double(shift == nil ? text[...] : text.dropLast()), number >= 0, number.isFinite else {
            return nil
        }
        let bytes = number * Double(1 << (shift ?? 0))
        return bytes < Double(Int.max) ? Int(bytes) : nil
    }
}
