import JSON
import Tensors

/// The tensors of a file with those of scaled layers put together: weights of eight bits, their scales and what is said of them
/// become one tensor of 32-bit floats under the name of the weights.
///
/// Scales of inputs (`input_scale`, `scale_input`) serve processors that multiply eight bits; nothing is rounded here, so they
/// are left out.
///
/// - Source: ComfyUI's checkpoints: `X.comfy_quant` or the metadata `_quantization_metadata` with `X.weight_scale`; before
///   2025, `scaled_fp8` with `X.scale_weight`.
/// - Throws: `ScaledLayerError` for a layer that is not understood; what reading statements throws.
func joiningScaledLayers(
    _ tensors: [String: StoredTensor], metadata: [String: String], path: String
) throws -> [String: StoredTensor] {
    var joined = tensors
    for (layer, words) in try statements(tensors, metadata, path) {
        guard let stored = tensors["\(layer).weight"] else { continue }
        func fault(_ problem: ScaledLayerError.Problem) -> ScaledLayerError { ScaledLayerError(path, layer, problem) }
        let statement: LayerStatement
        do { statement = try LayerStatement(words, stored: stored) } catch { throw fault(error) }
        let scale = tensors["\(layer).weight_scale"] ?? tensors["\(layer).scale_weight"]
        let rows = stored.shape.first ?? 1
        if let count = scale?.count, count != 1, count != rows { throw fault(.scales(count, rows: rows)) }
        joined["\(layer).weight"] = StoredTensor(
            shape: stored.shape, element: .float32,
            source: ScaledWeights(format: statement.format, stored: stored, scale: scale))
        for part in ["comfy_quant", "weight_scale", "scale_weight", "input_scale", "scale_input"] {
            joined["\(layer).\(part)"] = nil
        }
    }
    return joined.filter { !$0.key.hasSuffix("scaled_fp8") }
}

/// What the file says of its layers, by layer.
private func statements(
    _ tensors: [String: StoredTensor], _ metadata: [String: String], _ path: String
) throws -> [String: JSONValue] {
    var statements: [String: JSONValue] = [:]
    if let text = metadata["_quantization_metadata"] {
        guard let layers = try? JSONValue(parsing: text)["layers"]?.object else {
            throw ScaledLayerError(path, "", .metadata)
        }
        for member in layers { statements[member.key] = member.value }
    }
    for (name, tensor) in tensors {
        if let layer = name.without(suffix: ".comfy_quant") {
            let text = try tensor.source.withBytes { bytes in unsafe bytes.withUnsafeBytes { unsafe Array($0) } }
            guard let words = try? JSONValue(parsing: text) else { throw ScaledLayerError(path, layer, .notJSON) }
            statements[layer] = words
        } else if let layer = name.without(suffix: ".scale_weight"), statements[layer] == nil {
            statements[layer] = ["format": "float8_e4m3fn"]
        }
    }
    return statements
}

extension String {
    fileprivate func without(suffix: String) -> String? {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : nil
    }
}
