/// Where something stands in a shader's source.
struct SourcePlace: Hashable, Sendable {
    /// Both from 1 on.
    let line: Int
    let column: Int

    static let start = SourcePlace(line: 1, column: 1)
}

/// What is wrong with a shader, at the first place where something is.
public struct ShaderError: Error, Hashable, Sendable {
    /// From 1 on.
    public let line: Int
    /// From 1 on, in letters.
    public let column: Int
    public let fault: ShaderFault

    init(_ fault: ShaderFault, at place: SourcePlace) {
        line = place.line
        column = place.column
        self.fault = fault
    }
}

extension ShaderError: CustomStringConvertible {
    public var description: String { "line \(line), column \(column): \(fault.fact). \(fault.remedy)" }
}
