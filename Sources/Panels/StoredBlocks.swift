/// How a file has the blocks of a row, and how they become those of a panel: the bytes of sixteen rows are turned, so that
/// the rows lie side by side.
///
/// - Source: the formats' layouts in ggml's documentation.
public protocol StoredBlocks: BlockTraits {
    /// Bytes of a stored block.
    static var byteCount: Int { get }
    /// Blocks of 32 weights in a stored one.
    static var parts: Int { get }

    /// Shows `user` the blocks of 32 in a stored block of every row.
    ///
    /// - Parameters:
    ///   - pitch: bytes from one row to the next.
    ///   - block: the number of the first.
    static func show<User: BlockUser>(at address: UnsafeRawPointer, pitch: Int, block: Int, _ user: inout User)
}

/// A product of sixteen rows that lie as in a file.
///
/// - Shapes: `output` [tokens, 16].
@inlinable @inline(__always)
public func multiplyRows<M: PanelMachine>(_ machine: M.Type, _ format: PanelFormat, _ operands: PanelOperands) {
    switch format {
    case .q4_0: multiply(machine, RowBlocks<StoredQ4_0>.self, operands)
    case .q4_1: multiply(machine, RowBlocks<StoredQ4_1>.self, operands)
    case .q5_0: multiply(machine, RowBlocks<StoredQ5_0>.self, operands)
    case .q5_1: multiply(machine, RowBlocks<StoredQ5_1>.self, operands)
    case .q8_0: multiply(machine, RowBlocks<StoredQ8_0>.self, operands)
    case .iq4NL: multiply(machine, RowBlocks<StoredIQ4NL>.self, operands)
    case .q2K: multiply(machine, RowBlocks<StoredQ2K>.self, operands)
    case .q3K: multiply(machine, RowBlocks<StoredQ3K>.self, operands)
    case .q4K: multiply(machine, RowBlocks<StoredQ4K>.self, operands)
    case .q5K: multiply(machine, RowBlocks<StoredQ5K>.self, operands)
    case .q6K: multiply(machine, RowBlocks<StoredQ6K>.self, operands)
    case .iq4XS: multiply(machine, RowBlocks<StoredIQ4XS>.self, operands)
    }
}
