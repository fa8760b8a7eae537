/// A place where results outlive the process, such as a folder: slower than memory, and larger.
///
/// Nothing that it does may fail a run: what cannot be written is not kept, and what is damaged is not there.
public protocol ResultTier: Sendable {
    /// What is known of a result without reading its values; nil if it is not there.
    func find(_ key: ResultKey) -> StoredResult?

    /// The result with its values; nil if it is not there, or is not whole.
    func result(for key: ResultKey) -> NodeResult?

    /// Keeps `result` if all of its values are of kinds that can be kept, and if that is worth while.
    func keep(_ result: NodeResult, for key: ResultKey, madeBy maker: ResultMaker)

    func forget(_ key: ResultKey)
}

/// A result in a tier, as far as it is known without reading its values.
public struct StoredResult: Sendable {
    /// Paths of the files that were saved when it was made.
    public let saved: [String]

    /// Texts that were shown.
    public let shown: [String]

    /// One of `saved` whose content is no longer what it was.
    public let changed: String?

    /// What making it took.
    public let seconds: Double

    public init(saved: [String], shown: [String] = [], changed: String? = nil, seconds: Double) {
        self.saved = saved
        self.shown = shown
        self.changed = changed
        self.seconds = seconds
    }
}
