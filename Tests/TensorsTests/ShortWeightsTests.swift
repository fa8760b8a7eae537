import Kernels
import TestSupport
import Tensors
import Testing

/// Weights of eight bits and fewer, opened for products where they lie.
struct ShortWeightsTests {
    /// Rows, inputs, outputs: few rows and many, whole panels and odd ones, more steps than are opened at a time.
    static let shapes = [(1, 8, 16), (3, 64, 5), (17, 300, 33), (40, 256, 48), (130, 1024, 20)]

    @Test(arguments: shapes, [ShortFormat.float8e4m3, .float8e5m2, .int8])
    func `a linear layer agrees with the oracle`(shape: (Int, Int, Int), format: ShortFormat) throws {
        let (rows, inputs, outputs) = shape
        let input = noise(rows * inputs)
        let codes = bytes(outputs * inputs)
        for scales in [[], [0.37], noise(outputs, seed: 5)] as [[Float]] {
            let values = codes.enumerated().map { index, code in
                let scale = scales.isEmpty ? 1 : scales[scales.count == 1 ? 0 : index / inputs]
                return Self.value(code, format) * scale
            }
            let weights = try Codes(format, codes, scales).stored([outputs, inputs]).matrixWeights()
            guard case .short = weights else {
                Issue.record("the weights are not opened where they lie")
                return
            }
            let found = try weights.withMatrix { linear(Tensor(input, shape: [rows, inputs]), $0) }
            #expect(normalizedError(found.array, Oracle.linear(input, values, inputs: inputs)) < 1e-11)
            let packed = try StoredTensor(values, shape: [outputs, inputs]).packedMatrix()
            #expect(found.array == linear(Tensor(input, shape: [rows, inputs]), packed).array)
        }
    }

    @Test(arguments: [4, 16, 64, 256])
    func `rotated rows are turned back by the matrix of their groups`(group: Int) throws {
        let (outputs, inputs) = (5, 512)
        let codes = bytes(outputs * inputs)
        let scales = noise(outputs, seed: 5)
        let matrix = Self.hadamard(group)
        let truth = (0..<outputs * inputs).map { index in
            let (row, column) = (index / inputs, index % inputs)
            let start = column / group * group
            return (0..<group).reduce(0.0) { sum, other in
                let code = Double(Int8(bitPattern: codes[row * inputs + start + other]))
                return sum + code * Double(scales[row]) * matrix[other * group + column % group]
            }
        }
        let found = try Codes(.rotatedInt8(group: group), codes, scales).stored([outputs, inputs]).tensor()
        #expect(normalizedError(found.array, truth) < 1e-12)
        let identity = Tensor(
            (0..<inputs * inputs).map { $0 / inputs == $0 % inputs ? 1 : 0 }, shape: [inputs, inputs])
        let columns = try Codes(.rotatedInt8(group: group), codes, scales).stored([outputs, inputs]).matrixWeights()
            .withMatrix { linear(identity, $0) }
        let turned = (0..<outputs * inputs).map { columns.array[$0 % inputs * outputs + $0 / inputs] }
        #expect(turned == found.array)
    }

    @Test(arguments: BlockFormat.allCases)
    func `blocks of a file are opened as they are widened`(format: BlockFormat) throws {
        let (rows, inputs, outputs) = (19, 512, 35)
        // Scales are halves anywhere in a block: small exponents keep them finite.
        let codes = bytes(outputs * inputs / format.blockLength * format.blockByteCount).map { $0 & 0x3F }
        let stored = Codes(.blocks(format), codes, []).stored([outputs, inputs])
        let input = Tensor(noise(rows * inputs), shape: [rows, inputs])
        let found = try stored.matrixWeights().withMatrix { linear(input, $0) }
        let widened = floats(outputs * inputs) { widen(codes.span.bytes, format, into: &$0) }
        let packed = try StoredTensor(widened, shape: [outputs, inputs]).packedMatrix()
        #expect(found.array == linear(input, packed).array)
        #expect(try stored.tensor().array == widened)
        #expect(stored.byteCount == codes.count)
    }

    @Test(arguments: [ElementType.float8e4m3, .float8e5m2])
    func `8-bit floats of a file are opened where they lie, and packed in 16 bits for convolutions`(
        element: ElementType
    ) throws {
        let (inputs, outputs) = (16, 24)
        let source = Resident(bytes: bytes(outputs * inputs * 9))
        let stored = StoredTensor(shape: [outputs, inputs, 3, 3], element: element, source: source)
        let image = Tensor(noise(7 * 9 * inputs), shape: [1, 7, 9, inputs])
        let found = try stored.convolutionWeights(stride: 1).withConvolution { convolve(image, $0, padding: .all(1)) }
        let wide = try StoredTensor(stored.tensor().array, shape: stored.shape).packedConvolution(stride: 1)
        #expect(found.array == convolve(image, wide, padding: .all(1)).array)

        let matrix = StoredTensor(shape: [outputs, inputs * 9], element: element, source: source)
        guard case .short = try matrix.matrixWeights() else {
            Issue.record("the weights are not opened where they lie")
            return
        }
        // Bytes that are made when they are asked for are made once.
        let made = StoredTensor(shape: matrix.shape, element: element, source: Made(bytes: source.bytes))
        let input = Tensor(noise(20 * inputs * 9), shape: [20, inputs * 9])
        let products = try [matrix, made].map { try $0.matrixWeights().withMatrix { linear(input, $0).array } }
        #expect(products[0] == products[1])
    }

    @Test func `numbers rounded to 8-bit floats are kept in eight bits`() throws {
        let shape = [300, 300]
        let stored = StoredTensor(noise(300 * 300).map { $0 * 700 }, shape: shape)
        let rounded = stored.rounded(to: .float8e4m3)
        var codes = [UInt8](repeating: 0, count: 300 * 300)
        var span = codes.mutableSpan
        smallFloats(try stored.tensor().values, .float8e4m3, into: &span)
        let truth = StoredTensor(shape: shape, element: .float8e4m3, source: Resident(bytes: codes))
        #expect(try rounded.tensor().array == truth.tensor().array)
        guard case .short = try rounded.matrixWeights() else {
            Issue.record("the weights take more than eight bits")
            return
        }
    }

    /// Bytes that are no NaN and no infinity in any of the formats.
    private func bytes(_ count: Int) -> [UInt8] {
        noise(count, seed: 7).map { UInt8(truncatingIfNeeded: Int($0 * 4000)) }.map {
            $0 & 0x7C > 0x74 ? $0 ^ 0x40 : $0
        }
    }

    /// As the formats' definitions have it.
    private static func value(_ code: UInt8, _ format: ShortFormat) -> Float {
        guard format != .int8 else { return Float(Int8(bitPattern: code)) }
        let (fractionBits, bias) = format == .float8e4m3 ? (3, 7) : (2, 15)
        let fraction = Float(Int(code) & ((1 << fractionBits) - 1)) / Float(1 << fractionBits)
        let exponent = Int(code & 0x7F) >> fractionBits
        let size =
            exponent == 0
            ? Float(sign: .plus, exponent: 1 - bias, significand: 1) * fraction
            : Float(sign: .plus, exponent: exponent - bias, significand: 1 + fraction)
        return code < 128 ? size : -size
    }

    /// The matrix of a group, from the small one by Kronecker products.
    private static func hadamard(_ size: Int) -> [Double] {
        let small: [Double] = [1, 1, 1, -1, 1, 1, -1, 1, 1, -1, 1, 1, -1, 1, 1, 1]
        var (matrix, side) = (small, 4)
        while side < size {
            let (old, oldSide) = (matrix, side)
            side *= 4
            matrix = (0..<side * side).map { index in
                let (row, column) = (index / side, index % side)
                return old[row / 4 * oldSide + column / 4] * small[row % 4 * 4 + column % 4]
            }
        }
        return matrix.map { $0 / Double(side).squareRoot() }
    }

    /// Weights as a file keeps them.
    private struct Codes: ShortWeights {
        let format: ShortFormat
        let bytes: [UInt8]
        let rowScales: [Float]

        init(_ format: ShortFormat, _ bytes: [UInt8], _ scales: [Float]) {
            (self.format, self.bytes, rowScales) = (format, bytes, scales)
        }

        var codes: any WeightSource { Resident(bytes: bytes) }
        func scales() -> [Float] { rowScales }

        func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
            let inputs = 512
            let outputs = bytes.count / format.runByteCount * format.runLength / inputs
            let values = floats(outputs * inputs) {
                widenMatrix(bytes.span.bytes, format, scales: rowScales, outputs: outputs, inputs: inputs, into: &$0)
            }
            return try body(values.span.bytes)
        }

        func stored(_ shape: [Int]) -> StoredTensor { StoredTensor(shape: shape, element: .float32, source: self) }
    }

    private struct Resident: WeightSource {
        let bytes: [UInt8]
        var isResident: Bool { true }

        func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result { try body(bytes.span.bytes) }
    }

    private struct Made: WeightSource {
        let bytes: [UInt8]

        func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result { try body(bytes.span.bytes) }
    }
}

extension StoredTensor {
    fileprivate init(_ values: [Float], shape: [Int]) {
        self.init(shape: shape, element: .float32, source: Held(values: values))
    }

    private struct Held: WeightSource {
        let values: [Float]

        func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result { try body(values.span.bytes) }
    }
}
