/// Weights as a file, or a patch of one, gives them; read on demand.
public protocol WeightSource: Sendable {
    /// Calls `body` with the bytes, which are valid only during the call.
    ///
    /// - Throws: when the file has changed since it was opened; whatever `body` throws.
    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result
}
