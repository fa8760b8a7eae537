/// A node needs more memory than a run may take.
public struct MemoryShortage: Error, Hashable, Sendable {
    /// What it needs at least, with its inputs and outputs.
    ///
    /// - Units: bytes, as `limit`.
    public let need: Int
    public let limit: Int
    /// What of the need its outputs are.
    public let outputs: Int

    public init(need: Int, outputs: Int, limit: Int) {
        self.need = need
        self.outputs = outputs
        self.limit = limit
    }
}

extension MemoryShortage: CustomStringConvertible {
    public var description: String {
        let made = outputs > 0 ? ", \(byteText(outputs)) of it for what it makes" : ""
        return "it needs \(byteText(need)) of memory\(made), but there are \(byteText(limit)). "
            + "Ask for a smaller size or a smaller batch, or raise --memory."
    }
}
