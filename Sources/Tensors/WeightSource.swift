/// Weights as a file, or a patch of one, gives them; read on demand.
public protocol WeightSource: Sendable {
    /// Calls `body` with the bytes, which are valid only during the call.
    ///
    /// - Throws: when the file has changed since it was opened; whatever `body` throws.
    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result

    /// Whether asking for the bytes again and again costs next to nothing, so that nothing need be kept of them.
    var isResident: Bool { get }

    /// As `withBytes`, for bytes that will be asked for again.
    func withResidentBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result
}

extension WeightSource {
    public var isResident: Bool { false }

    public func withResidentBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        try withBytes(body)
    }
}
