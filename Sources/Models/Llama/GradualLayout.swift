import Foundation
import Kernels
import Synchronization

/// Lays the weights of a model out for products while it writes, a few matrices with every token.
///
/// The first token does not wait for that, and a model that answers with a word is never copied. One that would fill half of
/// the machine's memory stays in its file, from where the system can take it away and bring it back.
final class GradualLayout: Sendable {
    private let weights: [BlockWeights]
    private let progress = Mutex((passes: 0, next: 0))
    private let isWorthwhile: Bool

    /// Passes of few tokens before the first matrix is laid out: a model that writes so much will write more.
    private let patience: Int

    /// Bytes with every pass after that: about as much time as the pass itself takes.
    private static let bytesPerPass = 32 << 20
    /// Tokens of a pass that waits for memory rather than for the processor.
    private static let fewTokens = 8

    /// - Parameter weights: in the order in which they are used.
    init(_ weights: [BlockWeights]) {
        self.weights = weights
        let byteCount = weights.reduce(0) { $0 + $1.byteCount }
        isWorthwhile = UInt64(byteCount) < ProcessInfo.processInfo.physicalMemory / 2
        // Where products cannot take rows as they lie, every pass in place costs much.
        patience = ProductMachine.current.multipliesRows ? 16 : 1
    }

    /// Notes a pass of `tokens` tokens, and does a part of the work when it is time.
    ///
    /// - Throws: `FileError` if the file has changed.
    func notePass(of tokens: Int) throws {
        guard isWorthwhile, tokens <= Self.fewTokens else { return }
        let part = progress.withLock { progress -> Range<Int> in
            progress.passes += 1
            guard progress.passes > patience else { return progress.next..<progress.next }
            let start = progress.next
            var bytes = 0
            while progress.next < weights.count, bytes < Self.bytesPerPass {
                bytes += weights[progress.next].byteCount
                progress.next += 1
            }
            return start..<progress.next
        }
        for index in part { try weights[index].layOut() }
    }
}
