import Tensors

/// A value of a pickle. Containers lie in the unpickler's tables and are named by their place, so that a value may
/// contain itself, and releasing a deep one recurses nowhere.
enum PickleValue {
    case none
    case bool(Bool)
    case int(Int)
    case string(String)
    /// What has no meaning for weights: fractions, byte strings, sets, and things of the training program.
    case ignored
    case tuple(Range<Int>)
    case list(Int)
    case dictionary(Int)
    case name(PickleName)
    case storage(Int)
    case tensor(Int)
}

/// Numbers in the archive, before a tensor gives them a shape.
struct PickledStorage {
    let key: String
    /// nil if the tensor states it.
    let element: ElementType?
    /// Elements, or bytes if the type is not known.
    let count: Int
}

/// A view of a storage; what it claims is checked against the archive later.
struct PickledTensor {
    let storage: PickledStorage
    let element: ElementType
    let offset: Int
    let shape: [Int]
    let strides: [Int]
}
