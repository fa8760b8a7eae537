import Kernels

extension StoredTensor {
    /// The weights of a linear layer, packed for its product. 16-bit weights stay 16 bits wide.
    ///
    /// - Shapes: self [outputs, inputs] or [outputs, inputs, 1, 1].
    /// - Throws: what the source throws.
    public func packedMatrix() throws -> PackedMatrix {
        precondition(shape.count >= 2 && shape.dropFirst(2).allSatisfy { $0 == 1 }, "packedMatrix: \(shape)")
        return try withPackable { bytes, element in
            Profiler.measure("pack", packing(bytes)) {
                PackedMatrix(bytes, element: element, outputs: shape[0], inputs: shape[1])
            }
        }
    }

    /// The weights of a convolution, packed for its product. 16-bit weights stay 16 bits wide.
    ///
    /// - Shapes: self [outputs, inputs, height, width] or [outputs, inputs], which is a kernel of 1 × 1.
    /// - Throws: what the source throws.
    public func packedConvolution(stride: Int) throws -> PackedConvolution {
        precondition(shape.count == 2 || shape.count == 4, "packedConvolution: \(shape)")
        return try withPackable { bytes, element in
            Profiler.measure("pack", packing(bytes)) {
                PackedConvolution(
                    bytes, element: element, outputs: shape[0], inputs: shape[1],
                    kernelHeight: shape.count == 2 ? 1 : shape[2], kernelWidth: shape.count == 2 ? 1 : shape[3],
                    stride: stride)
            }
        }
    }

    private func packing(_ bytes: RawSpan) -> Work { Work(sizes: sizes(shape), bytes: 2 * Double(bytes.byteCount)) }

    /// Calls `body` with the bytes as they are, or widened if no packed form has their type: to 16 bits, where all numbers of
    /// the type are numbers of 16 bits, else to 32.
    private func withPackable<Result>(_ body: (RawSpan, WeightElement) throws -> Result) throws -> Result {
        if let format = smallFloats {
            let narrow = try source.withBytes { bytes in halves(bytes, format) }
            return try unsafe body(narrow.span.bytes, .float16)
        }
        guard let packable = packableElement else {
            let widened = try tensor()
            return try body(bytes(of: widened.values), .float32)
        }
        return try source.withBytes { bytes in
            checkSize(of: bytes)
            return try body(bytes, packable)
        }
    }

    /// The form of 8-bit floats.
    var smallFloats: ShortFormat? {
        switch element {
        case .float8e4m3: .float8e4m3
        case .float8e5m2: .float8e5m2
        default: nil
        }
    }

    /// The type that kernels take the weights in as they are; nil if they have to be widened first.
    var packableElement: WeightElement? {
        switch element {
        case .float32: .float32
        case .float16: .float16
        case .bfloat16: .bfloat16
        case .float64, .float8e4m3, .float8e5m2, .int64, .int32, .int16, .int8, .uint8, .bool: nil
        }
    }
}
