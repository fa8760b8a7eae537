import Kernels
import Tensors
import TestSupport

/// Weights rounded to how they are to be kept, and packed from there.
struct RoundedWeights: Sendable {
    /// What the kernel has to compute with.
    let values: [Float]
    let element: WeightElement
    private let bytes: [UInt8]

    init(_ weights: [Float], as element: WeightElement) {
        self.element = element
        switch element {
        case .float32:
            values = weights
            bytes = weights.flatMap { weight in Self.bytes(weight.bitPattern) }
        case .float16:
            let halves = weights.map(Float16.init)
            values = halves.map(Float.init)
            bytes = halves.flatMap { Self.bytes($0.bitPattern) }
        case .bfloat16:
            let halves = weights.map { UInt16($0.bitPattern >> 16) }
            values = halves.map { Float(bitPattern: UInt32($0) << 16) }
            bytes = halves.flatMap { Self.bytes($0) }
        }
    }

    func matrix(outputs: Int, inputs: Int) -> PackedMatrix {
        PackedMatrix(bytes.span.bytes, element: element, outputs: outputs, inputs: inputs)
    }

    func convolution(_ window: Oracle.Window) -> PackedConvolution {
        PackedConvolution(
            bytes.span.bytes, element: element, outputs: window.outputs, inputs: window.inputs,
            kernelHeight: window.kernel, kernelWidth: window.kernel, stride: window.stride)
    }

    /// As a file gives them, not packed.
    func stored(_ shape: [Int]) -> StoredTensor {
        let element: ElementType =
            switch element {
            case .float32: .float32
            case .float16: .float16
            case .bfloat16: .bfloat16
            }
        return StoredTensor(shape: shape, element: element, source: Resident(bytes: bytes))
    }

    private struct Resident: WeightSource {
        let bytes: [UInt8]
        let isResident = true

        func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result { try body(bytes.span.bytes) }
    }

    private static func bytes<Bits: FixedWidthInteger>(_ bits: Bits) -> [UInt8] {
        (0..<Bits.bitWidth / 8).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
    }
}
