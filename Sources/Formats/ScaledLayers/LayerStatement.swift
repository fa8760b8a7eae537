import JSON
import Kernels
import Tensors

/// What a file says of how a layer's weights are kept.
///
/// - Source: the words of ComfyUI's checkpoints, `{"format": "int8_tensorwise", "convrot": true}`.
struct LayerStatement {
    let format: ShortFormat

    /// - Throws: `ScaledLayerError.Problem` if the words are not understood, or are not of this kind of numbers.
    init(_ words: JSONValue, stored: StoredTensor) throws(ScaledLayerError.Problem) {
        guard let name = words["format"]?.string else { throw .noFormat }
        let parameters = words["params"]
        switch (name, stored.element) {
        // Both names stand for whichever of the two the numbers are.
        case ("float8_e4m3fn", .float8e4m3), ("float8_e5m2", .float8e4m3): format = .float8e4m3
        case ("float8_e4m3fn", .float8e5m2), ("float8_e5m2", .float8e5m2): format = .float8e5m2
        case ("int8_tensorwise", .int8):
            guard (words["convrot"] ?? parameters?["convrot"])?.bool == true else {
                format = .int8
                return
            }
            let group = (words["convrot_groupsize"] ?? parameters?["convrot_groupsize"])?.int ?? 256
            let columns = stored.shape.dropFirst().reduce(1, *)
            guard ShortFormat.rotationLengths.contains(group), columns.isMultiple(of: group) else {
                throw .rotation(group, columns: columns)
            }
            format = .rotatedInt8(group: group)
        case ("float8_e4m3fn", let found), ("float8_e5m2", let found), ("int8_tensorwise", let found):
            throw .element(name, found: found)
        default: throw .unknown(name)
        }
    }
}
