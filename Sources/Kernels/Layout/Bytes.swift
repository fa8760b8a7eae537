/// The bytes of floats, in the machine's order.
@_lifetime(copy values)
public func bytes(of values: Span<Float>) -> RawSpan { values.bytes }
