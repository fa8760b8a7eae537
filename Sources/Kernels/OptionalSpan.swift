/// Calls `body` with the address of the first element, or with nil where there is no span or nothing in it.
@inline(__always)
func withAddress<Result>(of span: Span<Float>?, _ body: (UnsafePointer<Float>?) -> Result) -> Result {
    guard let span else { return body(nil) }
    return span.withUnsafeBufferPointer { body($0.baseAddress) }
}
