extension KeyValuePages {
    /// The keys and values of all positions, which must be there (`isWhole`), as numbers.
    ///
    /// - Shapes: `keys`, `values` [T, heads · S].
    public func write(keys: inout MutableSpan<Float>, values: inout MutableSpan<Float>) {
        let width = heads * headLength
        precondition(isWhole, "some of \(count) positions were let go")
        precondition(
            keys.count == count * width && values.count == keys.count, "\(keys.count) numbers of \(count) positions")
        let lanes = KeyValuePage.lanes
        keys.withUnsafeMutableBufferPointer { keys in
            values.withUnsafeMutableBufferPointer { values in
                withUnsafeTemporaryAllocation(of: Float.self, capacity: KeyValuePage.bufferCount(headLength)) {
                    buffer in
                    guard let room = buffer.baseAddress else { return }
                    for (number, page) in pages.enumerated() {
                        let start = number * KeyValuePage.positions
                        let held = min(KeyValuePage.positions, count - start)
                        for head in 0..<heads {
                            // As the page has them: sixteen positions side by side.
                            let own = page.keys(head, buffer: room)
                            for position in 0..<held {
                                let (panel, lane) = position.quotientAndRemainder(dividingBy: lanes)
                                for place in 0..<headLength {
                                    keys[(start + position) * width + head * headLength + place] =
                                        own[(panel * headLength + place) * lanes + lane]
                                }
                            }
                            let others = page.values(head, count: held, buffer: room)
                            for position in 0..<held {
                                for place in 0..<headLength {
                                    let line = place / lanes * KeyValuePage.positions + position
                                    values[(start + position) * width + head * headLength + place] =
                                        others[line * lanes + place % lanes]
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
