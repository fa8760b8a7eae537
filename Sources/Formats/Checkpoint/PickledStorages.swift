import Tensors

/// Gives tensors their bytes in the archive, after checking that these are there.
struct Storages {
    let file: MappedFile
    let archive: ZipArchive
    let folder: String
    /// The type by which each storage was first read; another one would reinterpret its numbers.
    private var types: [String: ElementType] = [:]

    private static let rankLimit = 64
    /// Elements that a tensor may have beyond those of its storage, by repeating some.
    private static let repeatedElementLimit = 1 << 20

    init(file: MappedFile, archive: ZipArchive, folder: String) {
        self.file = file
        self.archive = archive
        self.folder = folder
    }

    mutating func stored(_ tensor: PickledTensor) throws(CheckpointError.Problem) -> StoredTensor {
        let elementSize = tensor.element.byteCount
        let (bytes, count) = try bytes(of: tensor)
        let elementCount = try Self.elementCount(of: tensor, in: count)
        let isDense = zip(tensor.strides, Self.denseStrides(tensor.shape)).enumerated().allSatisfy { axis, strides in
            strides.0 == strides.1 || tensor.shape[axis] == 1
        }
        let source: any WeightSource
        if isDense || elementCount == 0 {
            let start = bytes.lowerBound + (elementCount == 0 ? 0 : tensor.offset * elementSize)
            source = MappedWeights(
                file: file, range: start..<start + elementCount * elementSize, alignment: elementSize)
        } else {
            source = StridedWeights(
                file: file, range: bytes, elementSize: elementSize, offset: tensor.offset, shape: tensor.shape,
                strides: tensor.strides)
        }
        return StoredTensor(shape: tensor.shape, element: tensor.element, source: source)
    }

    /// Where the storage lies, and how many elements it has.
    private mutating func bytes(of tensor: PickledTensor) throws(CheckpointError.Problem) -> (Range<Int>, Int) {
        let storage = tensor.storage
        guard let entry = archive.entries[folder + storage.key] else {
            throw .storage(storage.key, "is not in the archive")
        }
        let (stated, overflows) = storage.count.multipliedReportingOverflow(by: storage.element?.byteCount ?? 1)
        guard !overflows, stated == entry.bytes.count else {
            throw .storage(storage.key, "has \(entry.bytes.count) bytes, which is not what the pickle states")
        }
        let known = types.updateValue(tensor.element, forKey: storage.key) ?? tensor.element
        guard known == tensor.element else { throw .storage(storage.key, "is read as two types of numbers") }
        return (entry.bytes, entry.bytes.count / tensor.element.byteCount)
    }

    /// The number of elements, all of which lie in a storage of `count`.
    private static func elementCount(
        of tensor: PickledTensor, in count: Int
    ) throws(CheckpointError.Problem) -> Int {
        guard tensor.shape.count <= rankLimit else { throw .tensor("has more than \(rankLimit) axes") }
        var elementCount = 1
        var last = tensor.offset
        for (size, stride) in zip(tensor.shape, tensor.strides) {
            let (product, isTooMany) = elementCount.multipliedReportingOverflow(by: size)
            let (distance, isTooFar) = max(size - 1, 0).multipliedReportingOverflow(by: stride)
            let (sum, isBeyond) = last.addingReportingOverflow(distance)
            guard !isTooMany, !isTooFar, !isBeyond else { throw .tensor("claims more elements than 64 bits can count") }
            (elementCount, last) = (product, sum)
        }
        if elementCount == 0 { return 0 }
        guard tensor.offset >= 0, last < count else { throw .tensor("reaches beyond its storage") }
        guard elementCount <= max(count, repeatedElementLimit) else {
            throw .tensor("repeats \(count) stored elements to make \(elementCount)")
        }
        return elementCount
    }

    /// Called after the product of the sizes was checked.
    private static func denseStrides(_ shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() {
            strides[axis] = strides[axis + 1].multipliedReportingOverflow(by: shape[axis + 1]).partialValue
        }
        return strides
    }
}

/// A tensor whose elements do not lie in its own order: a transposed one, say.
private struct StridedWeights: WeightSource {
    let file: MappedFile
    let range: Range<Int>
    let elementSize: Int
    let offset: Int
    let shape: [Int]
    let strides: [Int]

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        try file.withBytes(range, gathering: places(), of: elementSize, body)
    }

    /// Where in the storage each element lies, in the tensor's order.
    private func places() -> [Int] {
        var places = [offset]
        for (size, stride) in zip(shape, strides) {
            places = places.flatMap { place in (0..<size).map { place + $0 * stride } }
        }
        return places
    }
}
