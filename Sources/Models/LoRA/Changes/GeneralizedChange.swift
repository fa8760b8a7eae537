import Tensors

/// A product of thin factors, and the weight itself mixed by another one (GLoRA): W ← W + W · A + B.
///
/// - Shapes: `a1` [inputs, rank], `a2` [rank, inputs], `b1` [outputs, rank], `b2` [rank, inputs · h · w]; the oldest files have
///   `a1` [rank, inputs], `a2` [inputs, rank], `b1` [rank, inputs], `b2` [outputs, rank].
/// - Source: Chavan et al. 2023, “One-for-All: Generalized LoRA”; layouts as LyCORIS wrote them.
struct GeneralizedChange: AddedChange {
    let a1: StoredTensor, a2: StoredTensor, b1: StoredTensor, b2: StoredTensor

    /// How many rows, and how many elements each.
    private static func size(_ tensor: StoredTensor) -> (rows: Int, columns: Int) {
        (tensor.shape[0], tensor.count / tensor.shape[0])
    }

    private enum Layout { case old, new }

    init(a1: StoredTensor, a2: StoredTensor, b1: StoredTensor, b2: StoredTensor) throws(WeightChange.Misfit) {
        guard [a1, a2, b1, b2].allSatisfy({ $0.shape.count >= 2 && $0.count > 0 }) else {
            throw WeightChange.Misfit(fact: "are not all matrices")
        }
        (self.a1, self.a2, self.b1, self.b2) = (a1, a2, b1, b2)
    }

    /// Square factors fit both layouts; they are old then if the weight is square too, as in ComfyUI.
    private func layout(for shape: [Int]) -> Layout? {
        guard shape.count >= 2 else { return nil }
        let (rows, inputs) = (shape[0], shape[1])
        let isOld = b2.shape[1] == b1.shape[0] && b1.shape[0] == a1.shape[0] && a1.shape[0] == a2.shape[1]
        let isNew = b2.shape[0] == b1.shape[1] && b1.shape[1] == a1.shape[1] && a1.shape[1] == a2.shape[0]
        if isNew, !(isOld && a2.shape[0] == rows && rows == inputs) { return .new }
        return isOld ? .old : nil
    }

    func rank(for shape: [Int]) -> Int? {
        layout(for: shape) == .old ? a1.shape[0] : a2.shape[0]
    }

    func fits(_ shape: [Int]) -> Bool {
        guard let layout = layout(for: shape), !shape.contains(0) else { return false }
        let width = shape.reduce(1, *) / shape[0]
        let (a1, a2, b1, b2) = (Self.size(a1), Self.size(a2), Self.size(b1), Self.size(b2))
        switch layout {
        case .old:
            return a2.rows == width && a1.columns == width && a2.columns == a1.rows && b2.rows == shape[0]
                && b1.columns == width && b2.columns == b1.rows
        case .new:
            return a1.rows == shape[1] && a2.columns == shape[1] && a1.columns == a2.rows && b1.rows == shape[0]
                && b2.columns == width && b1.columns == b2.rows
        }
    }

    func delta(_ original: Tensor, strength: Double) throws -> Tensor {
        let (a1, a2) = (flat(try a1.tensor()), flat(try a2.tensor()))
        let (b1, b2) = (flat(try b1.tensor()), flat(try b2.tensor()))
        let shape = original.shape
        if layout(for: shape) == .old {
            return (matmul(b2, b1) + matmul(matmul(flat(original), a2), a1)).reshaped(shape)
        }
        // Inputs go last, where they are mixed, and back.
        let (rows, inputs) = (shape[0], shape[1])
        let cells = original.count / (rows * inputs)
        let byInput = transposed(original.reshaped([rows, inputs, cells]), [0, 2, 1]).reshaped([rows * cells, inputs])
        let mixed = matmul(matmul(byInput, a1), a2).reshaped([rows, cells, inputs])
        return (matmul(b1, b2) + flat(transposed(mixed, [0, 2, 1]))).reshaped(shape)
    }
}
