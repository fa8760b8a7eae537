/// Asks for the cache line that holds `address`, for the second-level cache, without waiting for it.
///
/// Whether there is memory at the address does not matter.
@inline(__always)
func prefetch(_ address: UnsafeRawPointer) {
    prefetchLine(address, 0, 2, 1)
}

/// The compiler's own function; Swift has no other name for the instruction. All arguments but the first have to be
/// literals: to be read, into the second-level cache, data.
@_silgen_name("llvm.prefetch.p0")
private func prefetchLine(_ address: UnsafeRawPointer, _ isWritten: Int32, _ locality: Int32, _ isData: Int32)

/// Rows of memory that will be needed soon, asked for a few lines at a time by whoever has other work until then.
///
/// A processor reads ahead by itself where it sees a stream, but not from one panel to the next, nor along sixteen short
/// rows of a file.
struct Prefetch {
    private static let line = 64

    private var row: UnsafeRawPointer
    private var rowsLeft: Int
    private let pitch: Int
    private var offset = 0
    private let bytesPerRow: Int
    private let linesPerStep: Int

    /// - Parameters:
    ///   - base: where the first row begins; the others are `pitch` bytes apart.
    ///   - steps: how many calls of `step` there will be.
    init(_ base: UnsafeRawPointer, rows: Int, bytesPerRow: Int, pitch: Int, steps: Int) {
        row = base
        rowsLeft = rows
        self.pitch = pitch
        self.bytesPerRow = bytesPerRow
        let lines = rows * (bytesPerRow / Self.line + 1)
        linesPerStep = (lines + steps - 1) / max(1, steps)
    }

    @inline(__always)
    mutating func step() {
        for _ in 0..<linesPerStep {
            guard rowsLeft > 0 else { return }
            prefetch(row + offset)
            offset += Self.line
            if offset >= bytesPerRow {
                offset = 0
                row += pitch
                rowsLeft -= 1
            }
        }
    }
}
