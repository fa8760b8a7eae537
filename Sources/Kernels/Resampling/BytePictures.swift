/// Pictures in 8 bits as Pillow and ComfyUI make them.

/// Every element times 255, cut off (not rounded) and limited to 0...255; NaN becomes 0.
func quantize(_ input: Span<Float>) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: input.count) { buffer, initializedCount in
        input.withUnsafeBufferPointer { input in
            for index in input.indices {
                let value = input[index] * 255
                buffer[index] = value > 0 ? UInt8(min(value, 255)) : 0
            }
        }
        initializedCount = input.count
    }
}

/// Colours times alpha, rounded.
func multiplyByAlpha(_ bytes: inout [UInt8], channels: Int) {
    for pixel in stride(from: 0, to: bytes.count, by: channels) {
        let alpha = UInt32(bytes[pixel + channels - 1])
        for channel in pixel..<pixel + channels - 1 {
            // Division by 255 with rounding, in Pillow's form.
            let product = UInt32(bytes[channel]) * alpha + 128
            bytes[channel] = UInt8((product + product >> 8) >> 8)
        }
    }
}

/// Colours divided by alpha, cut off; left as they are where alpha is all or nothing.
func divideByAlpha(_ bytes: inout [UInt8], channels: Int) {
    for pixel in stride(from: 0, to: bytes.count, by: channels) {
        let alpha = UInt32(bytes[pixel + channels - 1])
        guard alpha != 0, alpha != 255 else { continue }
        for channel in pixel..<pixel + channels - 1 {
            bytes[channel] = UInt8(clamping: 255 * UInt32(bytes[channel]) / alpha)
        }
    }
}
