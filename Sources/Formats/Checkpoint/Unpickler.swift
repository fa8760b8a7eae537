/// Runs a pickle's program on a stack of plain values, and calls nothing.
///
/// - Source: the comments of CPython's `pickletools.py` for the operations.
struct Unpickler {
    static let byteLimit = 64 << 20
    /// Operations are bounded by the bytes; containers by this, because each takes far more memory than its one byte.
    static let containerLimit = 4_000_000

    typealias Problem = CheckpointError.Problem

    private let code: [UInt8]
    private var position = 0
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    // A map, because places in the memo may be any numbers.
    private var memo: [Int: PickleValue] = [:]

    private(set) var tupleElements: [PickleValue] = []
    private(set) var lists: [[PickleValue]] = []
    private(set) var dictionaries: [Dictionary] = []
    private(set) var storages: [PickledStorage] = []
    private(set) var tensors: [PickledTensor] = []

    struct Dictionary {
        var pairs: [(key: PickleValue, value: PickleValue)] = []
        let isOrdered: Bool
    }

    init(_ code: [UInt8]) {
        self.code = code
    }

    /// - Returns: the value that the program leaves; containers are in this unpickler's tables.
    mutating func run() throws(Problem) -> PickleValue {
        while true {
            let operation = try byte()
            if operation == UInt8(ascii: ".") { return try pop() }
            try perform(operation)
        }
    }

    private mutating func perform(_ operation: UInt8) throws(Problem) {
        switch operation {
        case 0x80:
            guard 2...5 ~= (try byte()) else { throw .pickle("an unknown version") }
        case 0x95:
            guard try number(8) <= code.count - position else { throw .pickle("it ends too early") }

        case UInt8(ascii: "N"): stack.append(.none)
        case 0x88: stack.append(.bool(true))
        case 0x89: stack.append(.bool(false))
        case UInt8(ascii: "K"): stack.append(.int(try number(1)))
        case UInt8(ascii: "M"): stack.append(.int(try number(2)))
        case UInt8(ascii: "J"): stack.append(.int(Int(Int32(truncatingIfNeeded: try number(4)))))
        case 0x8a: stack.append(try longInteger())
        case UInt8(ascii: "G"):
            try skip(8)
            stack.append(.ignored)
        case 0x8c: stack.append(.string(try text(number(1))))
        case UInt8(ascii: "X"): stack.append(.string(try text(number(4))))
        case UInt8(ascii: "U"), UInt8(ascii: "C"):
            try skip(number(1))
            stack.append(.ignored)
        case UInt8(ascii: "B"):
            try skip(number(4))
            stack.append(.ignored)

        case UInt8(ascii: "("): marks.append(stack.count)
        case UInt8(ascii: ")"): stack.append(.tuple(0..<0))
        case 0x85, 0x86, 0x87: try makeTuple(from: stack.count - Int(operation - 0x84))
        case UInt8(ascii: "t"): try makeTuple(from: popMark())
        case UInt8(ascii: "]"): stack.append(try makeList())
        case UInt8(ascii: "}"): stack.append(try makeDictionary(isOrdered: false))
        case 0x8f: stack.append(.ignored)
        case UInt8(ascii: "a"): try append(from: stack.count - 1)
        case UInt8(ascii: "e"): try append(from: popMark())
        case UInt8(ascii: "s"): try setItems(from: stack.count - 2)
        case UInt8(ascii: "u"): try setItems(from: popMark())

        case UInt8(ascii: "q"): try remember(number(1))
        case UInt8(ascii: "r"): try remember(number(4))
        case 0x94: try remember(memo.count)
        case UInt8(ascii: "h"): try recall(number(1))
        case UInt8(ascii: "j"): try recall(number(4))

        case UInt8(ascii: "c"): stack.append(.name(try name(line(), line())))
        case 0x93:
            guard case .string(let name) = try pop(), case .string(let module) = try pop() else {
                throw .pickle("a name that is no text")
            }
            stack.append(.name(try self.name(module, name)))
        case UInt8(ascii: "Q"): try loadStorage()
        case UInt8(ascii: "R"), 0x81: try call()
        case UInt8(ascii: "b"): try build()
        default: throw .forbiddenOperation(operation)
        }
    }
}

// MARK: - Reading the program

extension Unpickler {
    private mutating func byte() throws(Problem) -> UInt8 {
        guard position < code.count else { throw .pickle("it ends too early") }
        defer { position += 1 }
        return code[position]
    }

    /// A little-endian number without sign.
    private mutating func number(_ size: Int) throws(Problem) -> Int {
        let start = position
        try skip(size)
        let value = code[start..<start + size].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard let number = Int(exactly: value) else { throw .pickle("a length beyond the file") }
        return number
    }

    private mutating func skip(_ count: Int) throws(Problem) {
        guard count <= code.count - position else { throw .pickle("it ends too early") }
        position += count
    }

    private mutating func text(_ count: Int) throws(Problem) -> String {
        let start = position
        try skip(count)
        guard let text = String(validating: code[start..<start + count], as: UTF8.self) else {
            throw .pickle("a text that is not UTF-8")
        }
        return text
    }

    private mutating func line() throws(Problem) -> String {
        guard let end = code[position...].firstIndex(of: UInt8(ascii: "\n")) else { throw .pickle("it ends too early") }
        defer { position = end + 1 }
        return try text(end - position)
    }

    /// Two's complement of any length; what does not fit stands for nothing that weights need.
    private mutating func longInteger() throws(Problem) -> PickleValue {
        let count = try number(1)
        let start = position
        try skip(count)
        let digits = code[start..<start + count]
        guard let last = digits.last else { return .int(0) }
        guard count <= 8 else { return .ignored }
        let sign: UInt64 = last >= 0x80 ? .max : 0
        return .int(Int(bitPattern: UInt(digits.reversed().reduce(sign) { $0 << 8 | UInt64($1) })))
    }

    private func name(_ module: String, _ name: String) throws(Problem) -> PickleName {
        guard let known = PickleName(module: module, name: name) else { throw .forbiddenName("\(module).\(name)") }
        return known
    }
}

// MARK: - Stack and containers

extension Unpickler {
    private mutating func pop() throws(Problem) -> PickleValue {
        guard stack.count > (marks.last ?? 0), let value = stack.popLast() else { throw .pickle("its stack is empty") }
        return value
    }

    private mutating func popMark() throws(Problem) -> Int {
        guard let mark = marks.popLast() else { throw .pickle("a mark is missing") }
        return mark
    }

    private mutating func makeTuple(from start: Int) throws(Problem) {
        guard start >= (marks.last ?? 0) else { throw .pickle("its stack is empty") }
        let first = tupleElements.count
        guard first + stack.count - start <= Self.containerLimit else { throw .pickle("too many values") }
        tupleElements += stack[start...]
        stack.removeSubrange(start...)
        stack.append(.tuple(first..<tupleElements.count))
    }

    private mutating func makeList() throws(Problem) -> PickleValue {
        guard lists.count < Self.containerLimit else { throw .pickle("too many values") }
        lists.append([])
        return .list(lists.count - 1)
    }

    private mutating func makeDictionary(isOrdered: Bool) throws(Problem) -> PickleValue {
        guard dictionaries.count < Self.containerLimit else { throw .pickle("too many values") }
        dictionaries.append(Dictionary(isOrdered: isOrdered))
        return .dictionary(dictionaries.count - 1)
    }

    private mutating func append(from start: Int) throws(Problem) {
        guard start > (marks.last ?? 0) else { throw .pickle("its stack is empty") }
        guard case .list(let list) = stack[start - 1] else { throw .pickle("an element for something that is no list") }
        lists[list] += stack[start...]
        stack.removeSubrange(start...)
    }

    private mutating func setItems(from start: Int) throws(Problem) {
        guard start > (marks.last ?? 0), (stack.count - start).isMultiple(of: 2) else {
            throw .pickle("its stack is empty")
        }
        guard case .dictionary(let dictionary) = stack[start - 1] else {
            throw .pickle("an entry for something that is no dictionary")
        }
        for index in stride(from: start, to: stack.count, by: 2) {
            dictionaries[dictionary].pairs.append((stack[index], stack[index + 1]))
        }
        stack.removeSubrange(start...)
    }

    private mutating func remember(_ place: Int) throws(Problem) {
        guard let value = stack.last else { throw .pickle("its stack is empty") }
        memo[place] = value
    }

    private mutating func recall(_ place: Int) throws(Problem) {
        guard let value = memo[place] else { throw .pickle("a value that was not stored") }
        stack.append(value)
    }
}

// MARK: - What stands for calls

extension Unpickler {
    /// The elements of a tuple, of a `torch.Size` or of a list.
    func elements(_ value: PickleValue) -> [PickleValue]? {
        switch value {
        case .tuple(let range): Array(tupleElements[range])
        case .list(let list): lists[list]
        default: nil
        }
    }

    private func integers(_ value: PickleValue) -> [Int]? {
        guard let elements = elements(value) else { return nil }
        let integers = elements.compactMap { if case .int(let integer) = $0 { integer } else { nil } }
        return integers.count == elements.count ? integers : nil
    }

    /// Turns ("storage", type, key, place, count) into a storage; where it was (a GPU, say) does not matter.
    private mutating func loadStorage() throws(Problem) {
        guard let fields = elements(try pop()), fields.count == 5, case .string("storage") = fields[0],
            case .name(let type) = fields[1], case .string(let key) = fields[2], case .int(let count) = fields[4]
        else { throw .pickle("a storage that is not described as PyTorch does") }
        switch type {
        case .storage(let element): storages.append(PickledStorage(key: key, element: element, count: count))
        case .untypedStorage: storages.append(PickledStorage(key: key, element: nil, count: count))
        default: throw .pickle("a storage of no known type")
        }
        stack.append(.storage(storages.count - 1))
    }

    private mutating func call() throws(Problem) {
        guard let arguments = elements(try pop()) else { throw .pickle("a call without a tuple of arguments") }
        guard case .name(let name) = try pop() else { throw .pickle("a call of something that is no name") }
        switch name {
        case .orderedDictionary:
            guard arguments.isEmpty else { throw .pickle("an ordered dictionary with arguments") }
            stack.append(try makeDictionary(isOrdered: true))
        case .rebuildTensor, .rebuildTypedTensor:
            tensors.append(try tensor(arguments, isTyped: name.isTyped))
            stack.append(.tensor(tensors.count - 1))
        case .rebuildParameter:
            guard case .tensor? = arguments.first else { throw .pickle("a parameter without a tensor") }
            stack.append(arguments[0])
        case .size:
            guard arguments.count == 1, elements(arguments[0]) != nil else { throw .pickle("a size without numbers") }
            stack.append(arguments[0])
        case .ignored: stack.append(.ignored)
        case .storage, .untypedStorage, .type: throw .pickle("a call of a type")
        }
    }

    private func tensor(_ arguments: [PickleValue], isTyped: Bool) throws(Problem) -> PickledTensor {
        guard arguments.count >= (isTyped ? 7 : 4), case .storage(let storage) = arguments[0],
            case .int(let offset) = arguments[1]
        else { throw .tensor("has no storage or no offset") }
        guard let shape = integers(arguments[2]), shape.allSatisfy({ $0 >= 0 }) else {
            throw .tensor("has a shape that is not a list of whole sizes")
        }
        guard let strides = integers(arguments[3]), strides.count == shape.count, strides.allSatisfy({ $0 >= 0 }) else {
            throw .tensor("has strides that do not go with its shape")
        }
        var element = storages[storage].element
        if isTyped {
            guard case .name(.type(let stated)) = arguments[6] else { throw .tensor("has no known element type") }
            element = stated
        }
        guard let element else { throw .tensor("has no known element type") }
        return PickledTensor(
            storage: storages[storage], element: element, offset: offset, shape: shape, strides: strides)
    }

    /// Attributes are accepted where PyTorch saves some (the version notes of a state dictionary), and dropped.
    private mutating func build() throws(Problem) {
        _ = try pop()
        switch stack.last {
        case .ignored: break
        case .dictionary(let index) where dictionaries[index].isOrdered: break
        default: throw .pickle("attributes for something that has none")
        }
    }
}

extension PickleName {
    fileprivate var isTyped: Bool { if case .rebuildTypedTensor = self { true } else { false } }
}
