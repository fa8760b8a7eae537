/// What a gate does to its numbers before it multiplies with them.
public enum GateActivation: Sendable {
    case silu, geluTanh
}

/// gate = activation(gate) · values.
public func multiply(_ gate: inout MutableSpan<Float>, by values: Span<Float>, after activation: GateActivation) {
    switch activation {
    case .silu: updateVectors(&gate, with: values) { silu($0) * $1 }
    case .geluTanh: updateVectors(&gate, with: values) { geluTanh($0) * $1 }
    }
}
