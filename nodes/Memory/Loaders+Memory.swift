import Engine
import Formats
import Tensors

// What opens networks; their weights stay in the file until they are used.

extension CheckpointLoaderSimple: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let file = $ckptName.literal, let tensors = try? loadWeightsFile(file.path) else { return nil }
        let channels = tensors["model.diffusion_model.input_blocks.0.0.weight"]?.shape.first ?? 320
        $model.expect(NetworkOutline(bytes: byteCount(of: tensors, below: "model."), channels: channels))
        // Of a table of words only the rows in use are read, and decoding does without the encoder.
        let text = tensors.filter { !$0.key.hasSuffix("token_embedding.weight") }
        $clip.expect(
            NetworkOutline(
                bytes: byteCount(of: text, below: "cond_stage_model.") + byteCount(of: text, below: "conditioner.")))
        $vae.expect(NetworkOutline(bytes: byteCount(of: tensors, below: "first_stage_model.decoder.")))
        return MemoryNeed(working: 0)
    }
}

extension VAELoader: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let file = $vaeName.literal, let tensors = try? loadWeightsFile(file.path) else { return nil }
        $vae.expect(NetworkOutline(bytes: byteCount(of: tensors, below: "")))
        return MemoryNeed(working: 0)
    }
}

extension UNETLoader: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let file = $unetName.literal, let tensors = try? loadWeightsFile(file.path) else { return nil }
        $model.expect(NetworkOutline(bytes: byteCount(of: tensors, below: "")))
        return MemoryNeed(working: 0)
    }
}

extension CLIPTextEncode: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        $clip.outline.map { _ in MemoryNeed(working: ActivationMemory.encodingText) }
    }
}

extension CFGGuider: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let outline = $model.outline else { return nil }
        $guider.expect(outline)
        return MemoryNeed(working: 0)
    }
}

extension BasicGuider: EstimatesMemory {
    func estimateMemory() -> MemoryNeed? {
        guard let outline = $model.outline else { return nil }
        $guider.expect(outline)
        return MemoryNeed(working: 0)
    }
}
