import Foundation
import Synchronization

/// Writes down what was computed and how long it took, for as long as somebody wants to know:
/// `Profiler.$current.withValue(profiler) { … }`. Otherwise an operation pays one look for it.
public final class Profiler: Sendable {
    @TaskLocal public static var current: Profiler?

    /// The layer whose operations are being done, by its path among the weights.
    @TaskLocal public static var layer = ""

    /// One operation.
    public struct Record: Sendable {
        /// The function that did it.
        public let operation: String
        public let layer: String
        public let work: Work

        /// Since the profiler was made.
        public let start: Duration
        public let duration: Duration
    }

    private let beginning = ContinuousClock.now
    private let written = Mutex<[Record]>([])

    public init() {}

    /// In the order in which they ended.
    public var records: [Record] { written.withLock { $0 } }

    /// Time since the profiler was made.
    public var now: Duration { ContinuousClock.now - beginning }

    func record(_ operation: StaticString, _ work: Work, from start: Duration) {
        let record = Record(
            operation: "\(operation)", layer: Self.layer, work: work, start: start, duration: now - start)
        written.withLock { $0.append(record) }
    }

    /// Does `body`, and writes it down if anybody wants to know.
    ///
    /// - Throws: whatever `body` throws.
    public static func measure<Result>(
        _ operation: StaticString, _ work: @autoclosure () -> Work, _ body: () throws -> Result
    ) rethrows -> Result {
        guard let profiler = current else { return try body() }
        let start = profiler.now
        let result = try body()
        profiler.record(operation, work(), from: start)
        return result
    }

    /// Does `body`, whose operations belong to the layer at `path`.
    ///
    /// - Throws: whatever `body` throws.
    public static func inLayer<Result>(_ path: String, _ body: () throws -> Result) rethrows -> Result {
        guard current != nil else { return try body() }
        return try $layer.withValue(path) { try body() }
    }
}
