import JSON
import Tensors

/// Collects tensors and writes them as one safetensors file, whole or not at all.
///
/// Tensors are laid out by falling size of their elements and then by name, as the reference writer does, so that equal
/// contents give equal files and every number lies at a multiple of its size.
public struct SafetensorsWriter: Sendable {
    public var metadata: [String: String]

    /// Whether checksums stand at the end of the file, for a `SealedFile` to look at. Such a file does not wait for the disk:
    /// whatever happens to it is noticed.
    public var isSealed = false

    private var tensors: [String: StoredTensor] = [:]

    public init(metadata: [String: String] = [:]) {
        self.metadata = metadata
    }

    /// - Parameter element: `.float32`, or `.float16` or `.bfloat16` to round to the nearest even.
    public mutating func add(_ name: String, _ tensor: Tensor, as element: ElementType = .float32) {
        precondition([.float32, .float16, .bfloat16].contains(element), "writing \(element) is not supported")
        add(name, StoredTensor(shape: tensor.shape, element: element, source: narrowed(tensor, to: element)))
    }

    /// Adds a tensor as it lies in another file.
    public mutating func add(_ name: String, _ tensor: StoredTensor) {
        precondition(tensors[name] == nil && name != "__metadata__", "tensor '\(name)' added twice")
        tensors[name] = tensor
    }

    /// - Throws: `FileError`; what the sources of stored tensors throw.
    public func write(to path: String, existing: AtomicFile.Existing = .replaced) throws {
        let order = tensors.sorted { a, b in
            let (aSize, bSize) = (a.value.element.byteCount, b.value.element.byteCount)
            return aSize != bSize ? aSize > bSize : a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
        }
        try AtomicFile.write(to: path, existing: existing, isDurable: !isSealed) { file in
            let header = header(order)
            try file.append(header)
            var sum = Digest()
            for (name, tensor) in order {
                try tensor.source.withBytes { bytes in
                    let byteCount = tensor.count * tensor.element.byteCount
                    precondition(bytes.byteCount == byteCount, "\(name): \(bytes.byteCount) bytes, not \(byteCount)")
                    try file.append(bytes)
                    if isSealed { sum.append(bytes) }
                }
            }
            if isSealed { try file.append(Digest(of: header).bytes + sum.bytes) }
        }
    }

    /// Length and text, padded with spaces so that the data begin at a multiple of eight.
    private func header(_ order: [(key: String, value: StoredTensor)]) -> [UInt8] {
        var object = JSONObject()
        if !metadata.isEmpty {
            object["__metadata__"] = .object(
                JSONObject(metadata.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
        }
        var end = 0
        for (name, tensor) in order {
            let start = end
            end += tensor.count * tensor.element.byteCount
            object[name] = [
                "dtype": .string(tensor.element.rawValue),
                "shape": .array(tensor.shape.map { .int($0) }),
                "data_offsets": [.int(start), .int(end)],
            ]
        }
        if isSealed {
            object[SealedFile.checksumName] = [
                "dtype": "U8", "shape": [.int(SealedFile.checksumByteCount)],
                "data_offsets": [.int(end), .int(end + SealedFile.checksumByteCount)],
            ]
        }
        var text = JSONValue.object(object).utf8()
        text.append(contentsOf: repeatElement(0x20, count: (8 - text.count % 8) % 8))
        return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
    }
}

/// Weights that lie in memory.
struct HeldWeights<Element: BitwiseCopyable & Sendable>: WeightSource {
    let elements: [Element]

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        // Floats and integers have no padding, whose bytes would be undefined.
        try unsafe body(elements.span.bytes)
    }
}

func narrowed(_ tensor: Tensor, to element: ElementType) -> any WeightSource {
    switch element {
    case .float16: HeldWeights(elements: tensor.array.map { Float16($0) })
    case .bfloat16: HeldWeights(elements: tensor.array.map(bfloat16))
    default: HeldWeights(elements: tensor.array)
    }
}

/// The upper half of a float, rounded to the nearest even.
private func bfloat16(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    // Rounding could carry a NaN into infinity.
    if value.isNaN { return UInt16(bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits &+ 0x7fff &+ (bits >> 16 & 1)) >> 16)
}
