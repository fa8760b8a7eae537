import Kernels
import Tensors

/// Looks up, for each token, a mixture of values by how well the token's query meets the keys; several heads at once.
public struct Attention: Sendable {
    let query: Linear, key: Linear, value: Linear, output: Linear
    let heads: Int

    public init(query: Linear, key: Linear, value: Linear, output: Linear, heads: Int) {
        self.query = query
        self.key = key
        self.value = value
        self.output = output
        self.heads = heads
    }

    /// What tokens look things up in. It depends on the context alone and serves as long as the context does.
    public struct Memory: Sendable {
        let key: Tensor, value: Tensor
    }

    /// - Shapes: `context` [N, U, C].
    /// - Throws: if the weights cannot be read.
    public func memory(of context: Tensor) throws -> Memory {
        try memory(of: context, values: context)
    }

    /// As above, but what is found comes from `values`.
    public func memory(of context: Tensor, values: Tensor) throws -> Memory {
        Memory(key: try key(context), value: try value(values))
    }

    /// Attention of `tokens` to `memory`, or to themselves.
    ///
    /// - Shapes: `tokens` [N, T, D], `residual` [N, T, D] → [N, T, D].
    /// - Throws: if the weights cannot be read.
    public func callAsFunction(
        _ tokens: Tensor, over memory: Memory? = nil, causal: Bool = false, adding residual: Tensor? = nil
    ) throws -> Tensor {
        let memory = try memory ?? self.memory(of: tokens)
        let mixed = attention(
            query: try query(tokens), key: memory.key, value: memory.value, heads: heads, causal: causal,
            precision: .current)
        return try output(mixed, adding: residual)
    }

    /// What attention gives if each token attends to itself alone.
    ///
    /// - Shapes: `tokens` [N, T, D], `residual` [N, T, D] → [N, T, D].
    /// - Throws: if the weights cannot be read.
    public func ownValues(_ tokens: Tensor, adding residual: Tensor? = nil) throws -> Tensor {
        try output(value(tokens), adding: residual)
    }
}
