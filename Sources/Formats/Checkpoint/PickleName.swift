import Tensors

/// The names that a checkpoint's pickle may mention, and what each is taken for.
///
/// Nothing is ever looked up by name: a name that is not in this table is refused, so a pickle can call nothing.
enum PickleName: Sendable {
    case orderedDictionary
    /// Storage, offset, size, stride, and flags that do not matter here.
    case rebuildTensor
    /// The same, with the element type at the end.
    case rebuildTypedTensor
    /// A tensor, and flags that do not matter here.
    case rebuildParameter
    /// A tuple by another name.
    case size
    case storage(ElementType)
    /// Bytes whose element type the tensor states.
    case untypedStorage
    case type(ElementType)
    /// Things of the training program that stand beside the weights; they become nothing.
    case ignored

    init?(module: String, name: String) {
        guard let meaning = Self.meanings["\(module).\(name)"] else { return nil }
        self = meaning
    }

    private static let meanings: [String: PickleName] = [
        "collections.OrderedDict": .orderedDictionary,
        "torch._utils._rebuild_tensor": .rebuildTensor,
        "torch._utils._rebuild_tensor_v2": .rebuildTensor,
        "torch._utils._rebuild_tensor_v3": .rebuildTypedTensor,
        "torch._utils._rebuild_parameter": .rebuildParameter,
        "torch._utils._rebuild_parameter_with_state": .rebuildParameter,
        "torch.Size": .size,
        "torch.DoubleStorage": .storage(.float64),
        "torch.FloatStorage": .storage(.float32),
        "torch.HalfStorage": .storage(.float16),
        "torch.BFloat16Storage": .storage(.bfloat16),
        "torch.LongStorage": .storage(.int64),
        "torch.IntStorage": .storage(.int32),
        "torch.ShortStorage": .storage(.int16),
        "torch.CharStorage": .storage(.int8),
        "torch.ByteStorage": .storage(.uint8),
        "torch.BoolStorage": .storage(.bool),
        "torch.storage.UntypedStorage": .untypedStorage,
        "torch.float8_e4m3fn": .type(.float8e4m3),
        "torch.float8_e5m2": .type(.float8e5m2),
        "torch.float16": .type(.float16),
        "torch.bfloat16": .type(.bfloat16),
        "torch.float32": .type(.float32),
        "torch.float64": .type(.float64),
        "torch.device": .ignored,
        "numpy.core.multiarray.scalar": .ignored,
        "numpy._core.multiarray.scalar": .ignored,
        "numpy.dtype": .ignored,
        "_codecs.encode": .ignored,
        "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint": .ignored,
    ]
}
