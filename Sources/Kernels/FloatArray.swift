/// An array of `count` floats that `fill` has to write completely; saves the pass that would set them to zero first.
public func floats(_ count: Int, filledBy fill: (inout MutableSpan<Float>) throws -> Void) rethrows -> [Float] {
    try [Float](unsafeUninitializedCapacity: count) { buffer, initializedCount in
        var span = buffer.extracting(..<count).mutableSpan
        try fill(&span)
        initializedCount = count
    }
}
