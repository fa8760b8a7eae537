/// The names under which files of changes may call a part of a model.
enum LoRANames {
    /// - Parameter part: in the original layout, such as `input_blocks.1.1.proj_in`.
    /// - Parameter diffusers: the same part in diffusers' layout.
    static func unet(_ part: String, diffusers: String?) -> [String] {
        var names = ["lora_unet_\(joined(part))", "diffusion_model.\(part)", "model.diffusion_model.\(part)"]
        guard let diffusers else { return names }
        names += ["lora_unet_\(joined(diffusers))", "unet.\(diffusers)", "lycoris_\(joined(diffusers))", diffusers]
        // The first LoRAs of diffusers were saved as attention processors, whose output has no number.
        let unnumbered = diffusers.hasSuffix(".to_out.0") ? String(diffusers.dropLast(2)) : diffusers
        let processors = unnumbered.replacing(".to_", with: ".processor.to_")
        names += ["unet.\(unnumbered)", "unet.\(processors)", processors]
        return names
    }

    /// - Parameter part: in the layout of transformers, such as `text_model.encoder.layers.0.mlp.fc1`.
    /// - Parameter place: of the model among those that encode a prompt.
    static func textEncoder(_ part: String, place: Int) -> [String] {
        let name = joined(part)
        guard place == 0 else {
            return [
                "lora_te2_\(name)", "text_encoder_2.\(part)", "text_encoders.clip_g.transformer.\(part)",
                "lora_prior_te_\(name)",
            ]
        }
        return [
            "lora_te_\(name)", "lora_te1_\(name)", "text_encoder.\(part)", "text_encoders.clip_l.transformer.\(part)",
            "lycoris_\(name)",
        ]
    }

    private static func joined(_ name: String) -> String { name.replacing(".", with: "_") }
}
