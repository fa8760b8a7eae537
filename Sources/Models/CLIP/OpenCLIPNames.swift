import Formats
import Tensors

/// Names that OpenCLIP gives to the tensors of a text encoder, in the layout of transformers.
enum OpenCLIPNames {
    /// The tensors below `prefix` under their names in transformers; what has no place there is left out.
    ///
    /// OpenCLIP keeps the matrices of query, key and value as one, which is cut here without being read.
    static func transformers(_ tensors: [String: StoredTensor], below prefix: String) -> [String: StoredTensor] {
        renamed(tensors, below: prefix, root: "text_model", outside)
    }

    /// The same for the half of CLIP that sees pictures.
    static func vision(_ tensors: [String: StoredTensor], below prefix: String) -> [String: StoredTensor] {
        renamed(tensors, below: prefix, root: "vision_model", outsideVision)
    }

    private static func renamed(
        _ tensors: [String: StoredTensor], below prefix: String, root: String, _ outside: [String: String]
    ) -> [String: StoredTensor] {
        var renamed: [String: StoredTensor] = [:]
        for (name, tensor) in tensors where name.hasPrefix(prefix + ".") {
            let name = String(name.dropFirst(prefix.count + 1))
            if let outside = outside[name] {
                renamed[outside] = tensor
                continue
            }
            let parts = name.split(separator: ".")
            guard parts.count >= 5, parts[0] == "transformer", parts[1] == "resblocks" else { continue }
            let layer = "\(root).encoder.layers.\(parts[2])"
            let inner = parts[3...].joined(separator: ".")
            if let known = inside[inner] {
                renamed["\(layer).\(known)"] = tensor
            } else if inner == "attn.in_proj_weight" || inner == "attn.in_proj_bias" {
                let leaf = inner == "attn.in_proj_weight" ? "weight" : "bias"
                for (part, projection) in ["q_proj", "k_proj", "v_proj"].enumerated() {
                    renamed["\(layer).self_attn.\(projection).\(leaf)"] = tensor.third(part)
                }
            }
        }
        return renamed
    }

    /// The tensors of a text encoder in the layout of transformers under OpenCLIP's names; query, key and value become one
    /// again.
    static func original(_ tensors: [String: StoredTensor]) -> [String: StoredTensor] {
        let outer = Dictionary(uniqueKeysWithValues: outside.map { ($0.value, $0.key) })
        let inner = Dictionary(uniqueKeysWithValues: inside.map { ($0.value, $0.key) })
        var renamed: [String: StoredTensor] = [:]
        for (name, tensor) in tensors {
            if let known = outer[name] {
                renamed[known] = tensor
                continue
            }
            let parts = name.split(separator: ".")
            guard parts.count >= 6, name.hasPrefix("text_model.encoder.layers.") else { continue }
            let layer = "transformer.resblocks.\(parts[3])"
            let rest = parts[4...].joined(separator: ".")
            if let known = inner[rest] {
                renamed["\(layer).\(known)"] = tensor
            } else if rest.hasPrefix("self_attn.q_proj."), let leaf = parts.last {
                let own = "text_model.encoder.layers.\(parts[3]).self_attn"
                let three = ["q_proj", "k_proj", "v_proj"].compactMap { tensors["\(own).\($0).\(leaf)"] }
                if let joined = StoredTensor(joining: three) { renamed["\(layer).attn.in_proj_\(leaf)"] = joined }
            }
        }
        return renamed
    }

    private static let outside = [
        "token_embedding.weight": "text_model.embeddings.token_embedding.weight",
        "positional_embedding": "text_model.embeddings.position_embedding.weight",
        "ln_final.weight": "text_model.final_layer_norm.weight",
        "ln_final.bias": "text_model.final_layer_norm.bias",
        "text_projection": "text_projection",
        "text_projection.weight": "text_projection.weight",
    ]

    private static let outsideVision = [
        "class_embedding": "vision_model.embeddings.class_embedding",
        "conv1.weight": "vision_model.embeddings.patch_embedding.weight",
        "positional_embedding": "vision_model.embeddings.position_embedding.weight",
        "ln_pre.weight": "vision_model.pre_layrnorm.weight", "ln_pre.bias": "vision_model.pre_layrnorm.bias",
        "ln_post.weight": "vision_model.post_layernorm.weight", "ln_post.bias": "vision_model.post_layernorm.bias",
        "proj": "visual_projection",
    ]

    private static let inside = [
        "ln_1.weight": "layer_norm1.weight", "ln_1.bias": "layer_norm1.bias",
        "ln_2.weight": "layer_norm2.weight", "ln_2.bias": "layer_norm2.bias",
        "attn.out_proj.weight": "self_attn.out_proj.weight", "attn.out_proj.bias": "self_attn.out_proj.bias",
        "mlp.c_fc.weight": "mlp.fc1.weight", "mlp.c_fc.bias": "mlp.fc1.bias",
        "mlp.c_proj.weight": "mlp.fc2.weight", "mlp.c_proj.bias": "mlp.fc2.bias",
    ]
}

extension StoredTensor {
    /// The rows of several tensors, one after another; nil if they are not alike.
    fileprivate init?(joining parts: [StoredTensor]) {
        guard let first = parts.first, parts.count == 3,
            [.float32, .float16, .bfloat16].contains(first.element),
            parts.allSatisfy({ $0.element == first.element && $0.shape == first.shape })
        else { return nil }
        self.init(
            shape: [first.shape[0] * parts.count] + first.shape.dropFirst(), element: first.element,
            source: NarrowedWeights(first.element) {
                concatenate(try parts.map { try $0.tensor() }, axis: 0)
            })
    }

    /// A third of the rows; as it is if the rows cannot be divided so, which the model then finds misshapen.
    fileprivate func third(_ part: Int) -> StoredTensor {
        guard let rows = shape.first, rows.isMultiple(of: 3) else { return self }
        let size = count / 3 * element.byteCount
        return StoredTensor(
            shape: [rows / 3] + shape.dropFirst(), element: element,
            source: PartOfWeights(whole: source, bytes: part * size..<(part + 1) * size))
    }
}

/// Some of the bytes of another source.
private struct PartOfWeights: WeightSource {
    let whole: any WeightSource
    let bytes: Range<Int>

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        try whole.withBytes { try body($0.extracting(bytes)) }
    }

    var isResident: Bool { whole.isResident }

    func withResidentBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        try whole.withResidentBytes { try body($0.extracting(bytes)) }
    }
}
