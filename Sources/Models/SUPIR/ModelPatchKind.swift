import Tensors

/// What kinds of network files are called model patches, told by the names of their tensors.
///
/// - Source: `ModelPatchLoader` in ComfyUI's `nodes_model_patch.py`, in its order.
public enum ModelPatchKind: String, Hashable, Sendable, CaseIterable {
    case animaLLLite = "Anima (LLLite)"
    case qwenImage = "Qwen-Image (block-wise control)"
    case uso = "FLUX.1 (USO style reference)"
    case zImage = "Z-Image (Fun control)"
    case wanUni3C = "Wan (Uni3C)"
    case multiTalk = "Wan (MultiTalk)"
    case supir = "Stable Diffusion XL (SUPIR)"

    /// Nil for what is no model patch that ComfyUI knows.
    public init?(of tensors: [String: StoredTensor]) {
        let found = Self.marks.first { kind, names in names.contains { tensors[$0] != nil } }
        guard let found else { return nil }
        self = found.kind
    }

    private static let marks: [(kind: Self, names: [String])] = [
        (.animaLLLite, ["lllite_conditioning1.conv1.weight"]),
        (.qwenImage, ["controlnet_blocks.0.y_rms.weight"]),
        (.uso, ["feature_embedder.mid_layer_norm.bias"]),
        (.zImage, ["control_all_x_embedder.2-1.weight"]),
        (.wanUni3C, ["controlnet_patch_embedding.weight"]),
        (.multiTalk, ["audio_proj.proj1.weight"]),
        (.supir, ["model.control_model.input_hint_block.0.weight", "control_model.input_hint_block.0.weight"]),
    ]
}
