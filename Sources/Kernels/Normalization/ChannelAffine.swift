/// scale · x + shift for each channel, in place; what is negative then becomes zero if it is `rectified`.
///
/// - Shapes: `values` [..., channels], `scale` and `shift` [channels].
public func scaleChannels(
    _ values: inout MutableSpan<Float>, by scale: Span<Float>, shift: Span<Float>, rectified: Bool
) {
    let channels = scale.count
    let count = values.count
    precondition(
        channels > 0 && shift.count == channels && count.isMultiple(of: channels),
        "\(count) values, \(channels) channels")
    values.withUnsafeMutableBufferPointer { values in
        scale.withUnsafeBufferPointer { scale in
            shift.withUnsafeBufferPointer { shift in
                parallelChunks(count / channels, atLeast: max(1, elementsWorthSharing / channels)) { rows in
                    for row in rows {
                        let start = row * channels
                        for channel in 0..<channels {
                            let value = values[start + channel] * scale[channel] + shift[channel]
                            values[start + channel] = rectified ? max(value, 0) : value
                        }
                    }
                }
            }
        }
    }
}
